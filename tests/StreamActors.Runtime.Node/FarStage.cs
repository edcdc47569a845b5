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
public sealed class FarStage : IStage
{
    private readonly ConcurrentDictionary<int, ISelf> _selves = new();
    private readonly Line _line;
    private int _acts;

    private FarStage(Socket socket) => _line = new Line(socket, Answer);

    public RestClock Clock { get; } = new();

    public bool BitterBites => (bool)_line.AskNow("bitter")!;

    public static async Task<FarStage> At(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var stage = new FarStage(socket);
        _ = stage._line.Listen();
        stage.Clock.Advance(TimeSpan.FromTicks((long)(await stage._line.Ask("passed"))!));
        _ = stage.TellRests();
        return stage;
    }

    public double Chance() => (double)_line.AskNow("chance")!;

    public void WaitAt(string gate) => _line.AskNow("wait", gate);

    public IEffects Open(EntityId id, ISelf self)
    {
        var act = Interlocked.Increment(ref _acts);
        _selves.TryAdd(act, self);
        _line.AskNow("open", act, id.ToString());
        return new FarAct(_line, act);
    }

    public IJournal Over(IJournal journal) => new FarJournal(_line, journal);

    private async Task TellRests()
    {
        while (true)
            await _line.Ask("rests", (await Clock.NextRest(forEver: true)).UtcTicks);
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

    private sealed class FarAct(Line line, int act) : IEffects
    {
        public bool AtWork => (bool)line.AskNow("at-work", act)!;

        public void Perform(Effect effect, long version) =>
            line.AskNow("perform", act, effect.GetType().Name, JsonSerializer.Serialize(effect, effect.GetType()), version);

        public async ValueTask DisposeAsync() => await line.Ask("dispose", act);
    }

    private sealed class FarJournal(Line line, IJournal journal) : IJournal
    {
        public async Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes)
        {
            var fails = (string?)await line.Ask("append", id.ToString());
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
