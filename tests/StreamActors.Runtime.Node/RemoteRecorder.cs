using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Runtime.Tests;

/// <summary>
/// A stage in the test's process, used by the node in this one. Whatever happens here is reported there before it continues; the test's
/// clock, its random source and the failures of its journal apply to this node.
/// </summary>
public sealed class RemoteRecorder : IEffectHost
{
    private readonly ConcurrentDictionary<int, ISelf> _selves = new();
    private readonly RequestPipe _pipe;
    private int _acts;

    private RemoteRecorder(Socket socket) => _pipe = new RequestPipe(socket, Answer);

    public RestClock Clock { get; } = new();

    public bool BitterBites => (bool)_pipe.AskNow("bitter")!;

    public static async Task<RemoteRecorder> At(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var recorder = new RemoteRecorder(socket);
        _ = recorder._pipe.Listen();
        recorder.Clock.Advance(TimeSpan.FromTicks((long)(await recorder._pipe.Ask("passed"))!));
        _ = recorder.TellRests();
        return recorder;
    }

    public double Chance() => (double)_pipe.AskNow("chance")!;

    public void WaitAt(string gate) => _pipe.AskNow("wait", gate);

    public IEffects Open(EntityId id, ISelf self)
    {
        var act = Interlocked.Increment(ref _acts);
        _selves.TryAdd(act, self);
        _pipe.AskNow("open", act, id.ToString());
        return new RemoteEffects(_pipe, act);
    }

    public IJournal Over(IJournal journal) => new RemoteJournal(_pipe, journal);

    private async Task TellRests()
    {
        while (true)
            await _pipe.Ask("rests", (await Clock.NextRest(forEver: true)).UtcTicks);
    }

    private Task<JsonNode?> Answer(string verb, JsonArray words)
    {
        switch (verb)
        {
            case "advance":
                Clock.Advance(TimeSpan.FromTicks((long)words[0]!));
                break;
            case "say":
                _selves[(int)words[0]!].Tell((Command)SqlStore.Words.Read((string)words[1]!, Encoding.UTF8.GetBytes((string)words[2]!)));
                break;
            default:
                throw new ArgumentException($"A node cannot {verb}.", nameof(verb));
        }
        return Task.FromResult<JsonNode?>(null);
    }

    private sealed class RemoteEffects(RequestPipe pipe, int act) : IEffects
    {
        public bool AtWork => (bool)pipe.AskNow("at-work", act)!;

        public void Perform(Effect effect, long version) =>
            pipe.AskNow("perform", act, effect.GetType().Name, JsonSerializer.Serialize(effect, effect.GetType()), version);

        public async ValueTask DisposeAsync() => await pipe.Ask("dispose", act);
    }

    private sealed class RemoteJournal(RequestPipe pipe, IJournal journal) : IJournal
    {
        public async Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes)
        {
            var fails = (string?)await pipe.Ask("append", id.ToString());
            if (fails == "before")
                throw new IOException("The database is away.");
            await journal.Append(id, version, writer, envelopes);
            if (fails == "after")
                throw new IOException("The database went away before it could answer.");
        }

        public IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop) => journal.Read(id, after, stop);

        public Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) => journal.LoadSnapshot(id, stop);

        public Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop) => journal.SaveSnapshot(id, snapshot, stop);
    }
}
