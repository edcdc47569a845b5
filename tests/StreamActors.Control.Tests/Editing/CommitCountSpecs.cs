using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control.Tests.Editing;

/// <summary>How many sequential commits a request waits for, and how many requests to entities.</summary>
public sealed class CommitCountSpecs
{
    private readonly SteppedEntities _entities = new(new Random(1)) { Now = DateTimeOffset.UnixEpoch };
    private readonly Catalogue _catalogue = new(
        [InputKind.Kind, OutputKind.Kind], new NoFeed(), _ => Task.FromResult(0L), OtherWriters.None, TimeProvider.System,
        NullLogger<Catalogue>.Instance);

    /// <summary>Continuations of a request run inside the step that releases them.</summary>
    public CommitCountSpecs() => SynchronizationContext.SetSynchronizationContext(null);

    [Fact]
    public async Task Creating_takes_two_sequential_commits()
    {
        (await Create(Inputs, Input("cam", "udp://:5004"))).ShouldBe(2);
        (await Create(Outputs, new OutputDraft
        {
            Id = "tv",
            Input = "cam",
            Address = new() { Url = "rtmp://live.example/app?token=abc/live_1" }, // two secrets
        })).ShouldBe(2);
    }

    [Fact]
    public async Task An_edit_asks_its_entity_once_and_takes_first_only_what_is_new()
    {
        await Create(Inputs, Input("cam", "udp://:5004"));
        (await Edit("cam", """{"labels":{"team":"news"}}""")).ShouldBe(1);
        (await Edit("cam", """{"name":"Camera"}""")).ShouldBe(2);
    }

    [Fact]
    public async Task An_edit_is_merged_again_after_a_concurrent_change()
    {
        await Create(Inputs, Input("cam", "udp://:5004"));
        var on = new SwitchInput(true) { Origin = new Origin("bob") };
        var elsewhere = _entities.Ask(new InputId("cam").EntityId, on, new CommandId(Guid.NewGuid())).AsTask();
        _entities.WaitsOf(elsewhere);
        (await Edit("cam", """{"labels":{"team":"news"}}""")).ShouldBe(3); // refused, read again, stored
        var config = _entities.Of<InputState>().Single().Order.Config!;
        (config.On, config.Labels["team"]).ShouldBe((true, "news"));
    }

    [Fact]
    public async Task A_repeated_edit_has_its_first_reply_whatever_has_come_of_it()
    {
        await Create(Inputs, Input("cam", "udp://:5004"));
        var commandContext = new CommandContext(CommandId.Of("once"), new Origin("ada"), CancellationToken.None);
        foreach (var other in (string[])["""{"name":"B"}""", """{"name":"C"}"""])
        {
            var edit = Inputs.Edit("cam", Json("""{"name":"A"}"""), null, commandContext);
            _entities.WaitsOf(edit);
            (await edit).Reply.ShouldBeOfType<Done>().Events.OfType<InputEdited>().Single().Config.Name.ShouldBe("A");
            await Edit("cam", other);
        }
    }

    private InputEditor Inputs => new(_entities, _catalogue, new Vault(_entities), new Hash(), Loops, new KeyedLock(), Quota,
        new ListenPorts(new SrtPortRules(), _catalogue));

    private OutputEditor Outputs => new(_entities, _catalogue, new Vault(_entities), new Hash(), Loops, new KeyedLock(), Quota,
        new ListenPorts(new SrtPortRules(), _catalogue));

    private Loops Loops => new(_catalogue, TimeProvider.System);

    private Quota Quota => new(new QuotaRules(), _catalogue);

    private CommandContext Context => new(new CommandId(Guid.NewGuid()), new Origin("ada"), CancellationToken.None) { IsFirst = true };

    private static InputDraft Input(string id, string url) => new() { Id = id, Address = new() { Url = url } };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private async Task<int> Create<TDraft, TConfig, TForm>(ConfigEditor<TDraft, TConfig, TForm> configEditor, TDraft draft)
        where TDraft : class, IDraft
        where TConfig : class => await Known(configEditor.Create(draft, Context));

    private Task<int> Edit(string id, string patch) => Known(Inputs.Edit(id, Json(patch), null, Context));

    private async Task<int> Known(Task<(EntityId Id, Reply Reply)> request)
    {
        var waits = _entities.WaitsOf(request);
        var (id, reply) = await request;
        var done = reply.ShouldBeOfType<Done>();
        if (_catalogue.Find(id) is not { } entry || entry.Version == done.Version - done.Events.Count)
            await _catalogue.Learn(id, done, "ada");
        return waits;
    }

    private sealed class NoFeed : ICommittedFeed
    {
        public IAsyncEnumerable<Recorded> Follow(long after, CancellationToken stop) => AsyncEnumerable.Empty<Recorded>();
    }

    /// <summary>A secret takes a commit like anything else.</summary>
    private sealed class Vault(SteppedEntities disk) : ISecrets
    {
        public async ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop)
        {
            await disk.Turn(() => { });
            return new SealedSecret(Guid.NewGuid(), "sealed");
        }

        public ValueTask<Secret?> Open(SealedSecret secret, CancellationToken stop) => throw new NotSupportedException();

        public ValueTask<bool> Holds(SealedSecret box, Secret secret, CancellationToken stop) => throw new NotSupportedException();

        public ValueTask Destroy(SealedSecret secret, CancellationToken stop) => throw new NotSupportedException();
    }

    private sealed class Hash : IKeyedHash
    {
        byte[] IKeyedHash.Hash(params ReadOnlySpan<string> words) =>
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', words.ToArray())))[..24];
    }
}
