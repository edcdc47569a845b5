using System.Collections.Concurrent;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// What a request takes on its way to a new or changed configuration: reservations, a slot, sealed secrets. What is not kept
/// is given back at the end. Every request takes under a name of its own, so that another one for the same thing, here or on
/// another node, loses nothing by what this one gives back.
/// </summary>
public sealed class Taking(IEntities entities, ISecrets secrets, EntityId owner, Origin origin) : IAsyncDisposable
{
    /// <summary>Long enough for the follower that confirms, also after a restart in between; what nobody confirms runs out.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    /// <summary>Whoever asked waits for it; what cannot be given back in this time runs out.</summary>
    private static readonly TimeSpan GiveBackWithin = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<(EntityId From, Command Command)> _giveBack = [];
    private readonly List<SealedSecret> _sealed = [];

    public string Attempt { get; } = Guid.NewGuid().ToString("n");

    /// <summary>All at once: each waits for the disk. So may be whatever else is taken beside it.</summary>
    /// <returns>Null where all are held; otherwise why not, with every one that somebody else has.</returns>
    public async Task<Reply?> Reserve(IEnumerable<(ReservationId What, string Field, string? Value)> wanted)
    {
        var asked = wanted.Select(w => (w.What, w.Field, w.Value, Reply: Take(w.What.EntityId, new Reserve(owner, HeldFor, Attempt), new Release(owner, Attempt)))).ToList();
        await Task.WhenAll(asked.Select(a => a.Reply));
        List<FieldFault> faults = [];
        foreach (var (what, field, value, reply) in asked)
        {
            switch (await reply)
            {
                case Done:
                    break;
                case Refused { Refusal: { Code: "taken" } taken }:
                    faults.Add(new FieldFault(field, value, Taken(what, taken)));
                    break;
                case var other:
                    return other;
            }
        }
        return faults.Count == 0 ? null : new Refused(new Refusal("taken", string.Join(" ", faults.Select(f => f.Cure)), faults));
    }

    /// <param name="before">What is stored of it: a secret that is given once more is no change, and nothing restarts for it.</param>
    public async Task<SealedSecret> Seal(Secret secret, SealedSecret? before, CancellationToken stop)
    {
        if (before is not null && await secrets.Holds(before, secret, stop))
            return before;
        var box = await secrets.Seal(secret, stop);
        lock (_sealed)
            _sealed.Add(box);
        return box;
    }

    /// <returns>The slot, or why there is none.</returns>
    public async Task<(int Slot, Reply? Refused)> Attach(EntityId input)
    {
        var reply = await Take(input, new AttachOutput(owner.Id, Attempt, HeldFor), new DetachOutput(owner.Id, Attempt));
        return reply is Done done ? (done.Events.OfType<OutputAttached>().Single().Slot, null) : (0, reply);
    }

    /// <summary>
    /// Keeps what is stored, or may be. Where an earlier request had the same key, its answer comes once more: then all is
    /// held under that one's name, and its secrets are the ones in use.
    /// </summary>
    /// <param name="stored">Of an event, the attempt it came of and the secrets it uses; null of any other event.</param>
    public Reply Settle(Reply reply, Func<Event, (string Attempt, IEnumerable<SealedSecret> Used)?> stored)
    {
        foreach (var (attempt, used) in (reply is Done done ? done.Events : []).Select(stored).OfType<(string, IEnumerable<SealedSecret>)>())
        {
            if (attempt == Attempt)
                _giveBack.Clear();
            var kept = used.ToHashSet();
            _sealed.RemoveAll(kept.Contains);
        }
        if (reply is Unknown)
        {
            _giveBack.Clear();
            _sealed.Clear();
        }
        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(
        [
            .. _giveBack.Select(g => entities.Ask(g.From, g.Command with { Origin = origin }, Fresh(), deadline: GiveBackWithin).AsTask()),
            .. _sealed.Select(box => secrets.Destroy(box, CancellationToken.None).AsTask()),
        ]);
    }

    /// <summary>Its answer may get lost, so it is given back whatever is answered.</summary>
    private async Task<Reply> Take(EntityId from, Command take, Command giveBack)
    {
        var reply = await entities.Ask(from, take with { Origin = origin }, Fresh());
        if (reply is not Refused)
            _giveBack.Enqueue((from, giveBack));
        return reply;
    }

    private static CommandId Fresh() => new(Guid.NewGuid());

    private static string Taken(ReservationId what, Refusal taken) => taken.Fields is [{ Field: ReservationDecider.Holder, Value: { } holder }, ..] && what.Id.StartsWith("dest~", StringComparison.Ordinal)
        ? $"{holder} already sends there. Choose another destination, or remove {holder}."
        : $"{what}: {taken.Message}";
}
