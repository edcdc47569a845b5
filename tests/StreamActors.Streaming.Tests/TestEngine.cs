using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming.Tests;

/// <summary>A media engine on this machine, without a runtime: messages to workloads are recorded in order.</summary>
internal sealed class TestEngine : IAsyncDisposable, IFence, ITelemetry, ICluster, IReadKeys
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sa-stage-").FullName;
    private long _forbidden;

    public TestEngine(Reach reach = Reach.Loopback, RtmpOptions? rtmp = null, SrtNodeOptions? srt = null, TimeProvider? clock = null)
    {
        Engine = new MediaEngine(
            new MediaOptions { Reach = reach, Rtmp = rtmp ?? new(), Srt = srt ?? new() }, _folder, "here", new PlainVault(), this, this,
            this, Inputs, this, () => 0.5, clock ?? TimeProvider.System, NullLoggerFactory.Instance, inputs: () => Inputs.On);
    }

    public MediaEngine Engine { get; }

    /// <summary>The media folder.</summary>
    public string Media => Path.Combine(_folder, "media");

    /// <summary>The keys that may read all inputs.</summary>
    public ConcurrentDictionary<string, CancellationTokenSource> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the keys are known already.</summary>
    public bool IsReady { get; set; } = true;

    public TestInputs Inputs { get; } = new();

    public volatile bool Fenced;

    public ConcurrentDictionary<string, object> Published { get; } = new(StringComparer.Ordinal);

    public bool MaySend
    {
        get
        {
            if (!Fenced)
                return true;
            Interlocked.Increment(ref _forbidden);
            return false;
        }
    }

    /// <summary>How often somebody asked whether it may send and was told that it may not.</summary>
    public long Forbidden => Interlocked.Read(ref _forbidden);

    /// <summary>Called before figures are shown, and after they were removed.</summary>
    public Action<object?> Publishing { get; set; } = _ => { };

    public string Self => "here";

    public IReadOnlyList<Member> Members => [.. new[] { Self, Other }.OfType<string>().Select(n => new Member(n, "", "up", default))];

    /// <summary>A second node, where every workload is that does not run here.</summary>
    public string? Other { get; set; }

    public bool InContact => true;

    /// <summary>An active workload: accepts effects, and records its messages.</summary>
    public ActiveWorkload Wake(EntityId id)
    {
        var recordedCommands = new RecordedCommands();
        return new ActiveWorkload(Engine.Workloads.Effects(id, recordedCommands), recordedCommands);
    }

    public static WorkloadSpec Ingest(string input, string url, double stallSeconds = 10) =>
        new(WorkloadType.Ingest, input, new Address(url), TimeSpan.FromSeconds(stallSeconds));

    public static WorkloadSpec Egress(string input, string url, string? holdMs = null) =>
        new(WorkloadType.Egress, input, new Address(url) { Options = holdMs is null ? new Address("").Options
        : new Address("").Options.Add("max-hold-ms", holdMs) }, TimeSpan.FromSeconds(10));

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Publish(string topic, string key, object? value)
    {
        if (value is null)
            Published.TryRemove(key, out _);
        Publishing(value);
        if (value is not null)
            Published[key] = value;
    }

    public IReadGrant? Find(string key, string input) => Keys.TryGetValue(key, out var valid) ? new Grant(key, valid.Token) : null;

    private sealed record Grant(string Who, CancellationToken Over) : IReadGrant
    {
        public string? KeyName => "test";

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    public IAsyncEnumerable<Figure> Watch(string topic, CancellationToken stop) => throw new NotSupportedException();

    public ValueTask<string?> Where(EntityId id) => new(Published.ContainsKey(id.Id) ? Self : Other);

    public Task<Refusal?> Drain(string node, CancellationToken stop) => throw new NotSupportedException();

    public Task<MovePlan> Plan(CancellationToken stop) => throw new NotSupportedException();

    public Task Apply(MovePlan plan, CancellationToken stop) => throw new NotSupportedException();
}

internal sealed record ActiveWorkload(IEffects Effects, RecordedCommands Commands) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Effects.DisposeAsync();
}

internal sealed class RecordedCommands : ISelf
{
    private readonly BlockingCollection<Command> _commands = [];

    public void Tell(Command command) => _commands.Add(command);

    /// <summary>The next message of this type; earlier ones are skipped.</summary>
    public T Next<T>() where T : Command
    {
        while (_commands.TryTake(out var command, TimeSpan.FromSeconds(60)))
        {
            if (command is T wanted)
                return wanted;
        }
        throw new TimeoutException($"No {typeof(T).Name} was heard.");
    }

    public bool Has<T>() => _commands.Any(c => c is T);
}

/// <summary>Sends a well-behaved stream to a port, as fast as a test requests.</summary>
internal sealed class Sender : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Media.Tests.Streams.Source _source = new();

    /// <summary>Not connected: the sender does not notice whether somebody listens.</summary>
    private readonly IPEndPoint _to;

    public Sender(int port) => _to = new IPEndPoint(IPAddress.Loopback, port);

    /// <returns>The datagrams sent.</returns>
    public byte[] Send(int pictures)
    {
        var bytes = _source.Pictures(pictures);
        for (var at = 0; at < bytes.Length; at += 7 * 188)
            _socket.SendTo(bytes.AsSpan(at, Math.Min(7 * 188, bytes.Length - at)), _to);
        return bytes;
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>Sends a well-behaved stream in RTP, every third datagram after its successor.</summary>
internal sealed class RtpSender(int port) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IPEndPoint _to = new(IPAddress.Loopback, port);
    private readonly Media.Tests.Streams.Source _source = new();
    private ushort _sequence = 65_500;

    public void SendSwapped(int pictures)
    {
        var datagrams = _source.Pictures(pictures).Chunk(7 * 188).Select(Dressed).ToList();
        for (var n = 1; n + 1 < datagrams.Count; n += 3)
            (datagrams[n], datagrams[n + 1]) = (datagrams[n + 1], datagrams[n]);
        foreach (var datagram in datagrams)
            _socket.SendTo(datagram, _to);
    }

    public void Dispose() => _socket.Dispose();

    private byte[] Dressed(byte[] media)
    {
        var datagram = new byte[Media.Udp.RtpHeader.Size + media.Length];
        Media.Udp.RtpHeader.Write(datagram, _sequence++, 0, 77);
        media.CopyTo(datagram, Media.Udp.RtpHeader.Size);
        return datagram;
    }
}

/// <summary>A port that keeps its datagrams.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 };

    /// <param name="kernelsDefault">With the kernel's default receive buffer.</param>
    public Receiver(bool kernelsDefault = false)
    {
        if (!kernelsDefault)
            _socket.ReceiveBufferSize = 4 << 20;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public byte[] Next()
    {
        var buffer = new byte[65_536];
        return buffer[.._socket.Receive(buffer)];
    }

    public bool HasMore => _socket.Available > 0;

    public void Dispose() => _socket.Dispose();
}
