using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>What is measured: it receives a stream on a UDP port and sends it to many.</summary>
internal abstract class Subject : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>The processes whose cost counts.</summary>
    public abstract IReadOnlyList<int> Ids { get; }

    /// <summary>Whether it forwards every datagram unchanged; ffmpeg repacks.</summary>
    public virtual bool PassesOnAll => true;

    /// <summary>The ports it reads, from the first.</summary>
    public virtual int Inputs(int outputs) => 1;

    public abstract Task Start(int input, int firstOutput, int outputs);

    /// <summary>Its report of media lost before it could count it.</summary>
    public virtual string? Complaint => null;

    public virtual string Story => "";

    public abstract ValueTask DisposeAsync();
}

/// <summary>The reference of numbers 1 to 3: one <c>ffmpeg -c copy</c> per output, each with the stream on its own port.</summary>
internal class Copies : Subject
{
    private readonly List<PeerProcess> _copies = [];

    public override string Name => "ffmpeg -c copy for each output";

    public override IReadOnlyList<int> Ids => [.. _copies.Select(c => c.Id)];

    public override bool PassesOnAll => false;

    public override int Inputs(int outputs) => outputs;

    public override string? Complaint =>
        _copies.Select(c => c.HasExited ? "one has ended" : Words(c.Story)).FirstOrDefault(w => w is not null);

    public override string Story => _copies.LastOrDefault()?.Story ?? "";

    public override async Task Start(int input, int firstOutput, int outputs)
    {
        using var stagger = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < outputs; i++)
        {
            _copies.Add(PeerProcess.Start("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "warning", "-i",
                $"udp://127.0.0.1:{input + i}", "-c", "copy", "-f", .. To(firstOutput, i)]));
            await stagger.WaitForNextTickAsync();
        }
    }

    public override async ValueTask DisposeAsync() => await Task.WhenAll(_copies.Select(c => c.DisposeAsync().AsTask()));

    /// <summary>Format and address.</summary>
    protected virtual string[] To(int firstOutput, int number) => ["mpegts", $"udp://127.0.0.1:{firstOutput + number}?pkt_size=1316"];

    private static string? Words(string story) =>
        ((string[])["overrun", "corrupt", "PES packet size"]).FirstOrDefault(word => story.Contains(word, StringComparison.Ordinal));
}

/// <summary>The reference of number 10: the minimum cost of such a relay (media/relay.c).</summary>
internal sealed class CRelay(int holdMilliseconds) : Subject
{
    private PeerProcess? _relay;

    public override string Name => holdMilliseconds == 0 ? "the C relay" : $"the C relay, GSO within {holdMilliseconds} ms";

    public override IReadOnlyList<int> Ids => [_relay!.Id];

    public override async Task Start(int input, int firstOutput, int outputs) =>
        _relay = await MediaTools.Start("relay", "--in", Sink.Word(input), "--port", Sink.Word(firstOutput), "--n", Sink.Word(outputs),
        "--hold-ms", Sink.Word(holdMilliseconds));

    public override ValueTask DisposeAsync() => _relay?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>The relay and its UDP outputs alone, in their own process: <see cref="Fan"/>.</summary>
internal sealed class FanProcess(int holdMilliseconds) : Subject
{
    private PeerProcess? _fan;

    public override string Name => $"our relay alone{(holdMilliseconds == 0 ? "" : $", GSO within {holdMilliseconds} ms")}";

    public override IReadOnlyList<int> Ids => [_fan!.Id];

    public override string Story => _fan?.Story ?? "";

    public override async Task Start(int input, int firstOutput, int outputs)
    {
        _fan = PeerProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "StreamActors.Benchmarks.dll"), "fan", Sink.Word(input),
            Sink.Word(firstOutput), Sink.Word(outputs), Sink.Word(holdMilliseconds)]);
        await _fan.Says("READY");
    }

    /// <summary>Collections of each generation and bytes allocated since the last query.</summary>
    public async Task<string> Memory(int question)
    {
        await _fan!.Input.WriteLineAsync("?");
        await _fan.Input.FlushAsync();
        return await _fan.Says($"memory {question}:");
    }

    public override ValueTask DisposeAsync() => _fan?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>The server as installed, configured over its API.</summary>
internal sealed class ServerRelay(int holdMilliseconds) : Subject
{
    private static readonly string[] Options = ["--streamactors.media.reach=loopback", "--streamactors.media.starts-per-second=100"];

    private LiveServer? _server;

    public override string Name => $"the server{(holdMilliseconds == 0 ? "" : $", GSO within {holdMilliseconds} ms")}";

    public LiveServer Server => _server!;

    public override IReadOnlyList<int> Ids => _server!.Ids;

    public override string Story => _server?.Story ?? "";

    public async Task Up() => _server = await LiveServer.Start(Options);

    public override async Task Start(int input, int firstOutput, int outputs)
    {
        await Up();
        await Server.Input("bench", $"udp://127.0.0.1:{input}");
        for (var i = 0; i < outputs; i++)
            await Server.Output($"o{i}", "bench", $"udp://127.0.0.1:{firstOutput + i}", ("max-hold-ms", Sink.Word(holdMilliseconds)));
    }

    public override ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
