using System.Globalization;
using System.Text.Json;
using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>What all receivers together received since the last query.</summary>
internal sealed record Seen(double At, long Datagrams, long Least, long Most, long Errors, long Broken, long Dropped);

/// <summary>Receivers on many ports, in their own process (media/sink.c).</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly PeerProcess _program;
    private int _asked;

    private Sink(PeerProcess program) => _program = program;

    public static async Task<Sink> Start(int port, int count) =>
        new(await MediaTools.Start("sink", "--port", Word(port), "--n", Word(count)));

    public async Task<Seen> Ask()
    {
        await _program.Input.WriteLineAsync("?");
        await _program.Input.FlushAsync();
        var json = JsonDocument.Parse(await _program.Says($"{{\"answer\":{++_asked},")).RootElement;
        long Of(string name) => json.GetProperty(name).GetInt64();
        return new Seen(json.GetProperty("at").GetDouble(), Of("datagrams"), Of("least"), Of("most"), Of("errors"), Of("broken"),
            Of("dropped"));
    }

    /// <summary>Every port has received since the last query.</summary>
    public Task AllReceive(Func<string> otherwise) =>
        Eventually.Is(async () => (await Ask()).Least > 0, () => $"Not every port receives. {otherwise()}", TimeSpan.FromMinutes(3));

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    public static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);
}
