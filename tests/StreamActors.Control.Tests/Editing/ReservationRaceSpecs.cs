using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control.Tests.Editing;

/// <summary>
/// Requests for the same outputs on several nodes, in random order. Whatever is refused, repeated, lost or interrupted, an existing
/// output has its name, its destination and its slot, and nobody else has them.
/// </summary>
public sealed class ReservationRaceSpecs
{
    private static readonly string[] Ids = ["one", "two"];
    private static readonly string[] Names = ["A", "B", "C"];

    [Fact]
    public void Concurrent_requests_do_not_lose_their_claims()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var entities = Race(seed, lost: 0, killed: 0);
            ItIsWhole(entities, seed);
            foreach (var (id, order) in entities.Of<ReservationState>())
                order.Grips.Attempts.ShouldBeEmpty($"seed {seed}: {id} is still held for a request that has ended");
            NothingIsLeft(entities, seed);
        }
    }

    [Fact]
    public void Answers_that_get_lost_and_nodes_that_die_leave_nothing_held_for_longer_than_it_was_given()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var entities = Race(seed, lost: 10, killed: 5);
            ItIsWhole(entities, seed);
            entities.Lost = 0;
            entities.Now += TimeSpan.FromHours(1);
            NothingIsLeft(entities, seed);
        }
    }

    /// <summary>Once its outputs are removed, the input can be removed too.</summary>
    private static void NothingIsLeft(SteppedEntities entities, int seed)
    {
        foreach (var (id, _) in entities.Of<OutputState>().ToList())
            ToTheEnd(entities, Output(id.Id), new RemoveOutput());
        ToTheEnd(entities, Input("cam"), new RemoveInput()).ShouldBeOfType<Done>($"seed {seed}");
        entities.Of<ReservationState>().ShouldAllBe(r => !r.Order.Grips.IsHeldAt(entities.Now), $"seed {seed}");
    }

    private static Reply ToTheEnd(SteppedEntities entities, EntityId id, Command command)
    {
        var asked = entities.Ask(id, command with { Origin = new Origin("ada") }, new CommandId(Guid.NewGuid())).AsTask();
        while (entities.AnyWaits)
            entities.Step();
        return asked.GetAwaiter().GetResult();
    }

    private static SteppedEntities Race(int seed, int lost, int killed)
    {
        var lot = new Random(seed);
        var entities = new SteppedEntities(lot) { Lost = 0, Now = DateTimeOffset.UnixEpoch };
        List<Task> requests =
            [entities.Ask(Input("cam"), new CreateInput(new InputConfig("cam", new("udp://:5004"), On: false) { OutputLimit = 2 }),
            Named("cam")).AsTask()];
        while (entities.AnyWaits)
            entities.Step();
        entities.Lost = lost;
        for (var left = 12; left > 0 || entities.AnyWaits;)
        {
            if (left > 0 && lot.Next(8) == 0)
            {
                left--;
                requests.Add(Request(entities, lot));
            }
            else if (lot.Next(100) < killed)
                entities.KillOne();
            else
                entities.Step();
        }
        foreach (var request in requests.Where(r => r.IsFaulted))
            request.GetAwaiter().GetResult();
        if (lost + killed == 0)
            requests.ShouldAllBe(r => r.IsCompleted, $"seed {seed}");
        return entities;
    }

    private static Task Request(SteppedEntities entities, Random lot)
    {
        var catalogue = new Catalogue([], new NoFeed(), _ => Task.FromResult(0L), OtherWriters.None, TimeProvider.System,
            NullLogger<Catalogue>.Instance);
        var loops = new Loops(catalogue, TimeProvider.System);
        var quota = new Quota(new QuotaRules(), catalogue);
        var editor = new OutputEditor(entities, catalogue, new NoSecrets(), new Hash(), loops, new KeyedLock(), quota,
            new ListenPorts(new SrtPortRules(), catalogue));
        var (id, name, port, origin) = (Ids[lot.Next(Ids.Length)], Names[lot.Next(Names.Length)], 7000 + lot.Next(3), new Origin("ada"));
        var draft = new OutputDraft { Id = id, Name = name, Input = "cam", Address = new() { Url = $"udp://10.0.0.1:{port}" } };
        return lot.Next(8) switch
        {
            < 4 => editor.Create(draft, new CommandContext(Named($"{id} {name} {port} {lot.Next(3)}"), origin, CancellationToken.None)),
            < 6 => editor.Edit(id, JsonDocument.Parse($$"""{"name":"{{name}}"}""").RootElement, null,
                new CommandContext(new CommandId(Guid.NewGuid()), origin, CancellationToken.None)),
            _ => entities.Ask(Output(id), new RemoveOutput { Origin = origin }, new CommandId(Guid.NewGuid())).AsTask(),
        };
    }

    private static void ItIsWhole(SteppedEntities entities, int seed)
    {
        var later = entities.Now.AddHours(1);
        var outputs = entities.Of<OutputState>().Where(o => o.Order.Config is not null).ToDictionary(o => o.Id, o => o.Order.Config!);
        var reservations = entities.Of<ReservationState>().ToDictionary(r => r.Id.Id, r => r.Order);
        var seats = entities.Of<InputState>().Single().Order.Outputs;
        foreach (var (id, config) in outputs)
        {
            config.Reserved.Length.ShouldBe(2);
            foreach (var reserved in config.Reserved)
                (reservations[reserved].Owner, reservations[reserved].Grips.IsLasting).ShouldBe((id, true),
                    $"seed {seed}: {id} has lost {reserved}");
            seats.ShouldContainKey(id.Id, $"seed {seed}");
            (seats[id.Id].Slot, seats[id.Id].Grips.IsLasting).ShouldBe((config.Slot, true), $"seed {seed}: {id} has lost its seat");
        }
        foreach (var (id, order) in reservations.Where(r => r.Value.Grips.IsHeldAt(later)))
            outputs[order.Owner!.Value].Reserved.ShouldContain(id, $"seed {seed}: nobody gives {id} back");
        foreach (var (id, _) in seats.Where(s => s.Value.Grips.IsHeldAt(later)))
            outputs.ShouldContainKey(Output(id), $"seed {seed}: nobody gives the seat of {id} back");
    }

    private static EntityId Input(string id) => new InputId(id).EntityId;

    private static EntityId Output(string id) => new OutputId(id).EntityId;

    private static CommandId Named(string name) => CommandId.Of(name);

    private sealed class NoFeed : ICommittedFeed
    {
        public IAsyncEnumerable<Recorded> Follow(long after, CancellationToken stop) => AsyncEnumerable.Empty<Recorded>();
    }

    private sealed class NoSecrets : ISecrets
    {
        public ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop) => throw new NotSupportedException();

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
