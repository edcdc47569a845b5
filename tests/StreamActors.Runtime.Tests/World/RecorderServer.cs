using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace StreamActors.Runtime.Tests;

/// <summary>The test's end of the connection to a node in another process: what happens there is replayed on the stage here.</summary>
public sealed class RecorderServer(EffectRecorder recorder, Func<double> chance, RestClock clock, DateTimeOffset since) : IDisposable
{
    private readonly ConcurrentDictionary<int, IEffects> _acts = new();
    private readonly ConcurrentDictionary<EntityId, Gate> _held = new();
    private readonly ConcurrentDictionary<EntityId, bool> _failing = new();
    private readonly Channel<DateTimeOffset> _rests = Channel.CreateUnbounded<DateTimeOffset>();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"sa-stage-{Guid.NewGuid():N}");
    private Socket? _door;
    private RequestPipe? _pipe;
    private Task _listening = Task.CompletedTask;

    /// <summary>The address for the node.</summary>
    public string Open()
    {
        _door = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _door.Bind(new UnixDomainSocketEndPoint(_path));
        _door.Listen();
        _listening = Listen(_door);
        return _path;
    }

    /// <summary>Ends when everything that the node reported before it ended has been replayed.</summary>
    public Task Gone() => _listening.Soon();

    public Gate HoldCommits(EntityId id) => _held.GetOrAdd(id, static _ => new Gate());

    public void FailNextCommit(EntityId id, bool afterStoring) => _failing[id] = afterStoring;

    public Task Pass(TimeSpan time) => _pipe!.Ask("advance", time.Ticks);

    public Task<DateTimeOffset> NextRest() => _rests.Reader.ReadAsync().Soon();

    public void Dispose()
    {
        _pipe?.Dispose();
        _door?.Dispose();
        File.Delete(_path);
    }

    private async Task Listen(Socket door)
    {
        _pipe = new RequestPipe(await door.AcceptAsync(), Answer);
        await _pipe.Listen();
    }

    private async Task<JsonNode?> Answer(string verb, JsonArray words)
    {
        switch (verb)
        {
            case "passed":
                return (clock.GetUtcNow() - since).Ticks;
            case "chance":
                return chance();
            case "bitter":
                return recorder.BitterBites;
            case "wait":
                await Task.Run(() => recorder.WaitAt((string)words[0]!));
                return null;
            case "open":
                var act = (int)words[0]!;
                _acts[act] = recorder.Open(EntityId.Parse((string)words[1]!), new RemoteSelf(() => _pipe!, act));
                return null;
            case "at-work":
                return _acts[(int)words[0]!].AtWork;
            case "perform":
                _acts[(int)words[0]!].Perform(EffectOf((string)words[1]!, (string)words[2]!), (long)words[3]!);
                return null;
            case "dispose":
                await _acts[(int)words[0]!].DisposeAsync();
                return null;
            case "append":
                return await Append(EntityId.Parse((string)words[0]!));
            case "rests":
                _rests.Writer.TryWrite(new DateTimeOffset((long)words[0]!, TimeSpan.Zero));
                return null;
            default:
                throw new ArgumentException($"A stage cannot {verb}.", nameof(verb));
        }
    }

    private async Task<string?> Append(EntityId id)
    {
        if (_held.TryGetValue(id, out var gate))
        {
            gate.Arrive();
            await gate.Opened;
        }
        return _failing.TryRemove(id, out var afterStoring) ? afterStoring ? "after" : "before" : null;
    }

    private static Effect EffectOf(string name, string json) => name switch
    {
        nameof(Clink) => JsonSerializer.Deserialize<Clink>(json)!,
        nameof(Fall) => new Fall(),
        nameof(Resumed) => JsonSerializer.Deserialize<Resumed>(json)!,
        _ => throw new ArgumentException($"{name} is no effect of a purse.", nameof(name)),
    };

    private sealed class RemoteSelf(Func<RequestPipe> pipe, int act) : ISelf
    {
        public void Tell(Command command)
        {
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes))
                SqlStore.Words.Write(json, command);
            pipe().AskNow("say", act, SqlStore.Words.ManifestOf(command), Encoding.UTF8.GetString(bytes.ToArray()));
        }
    }
}
