using System.Collections.Concurrent;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// What a request claims for a new or changed configuration: reservations, an output slot, encrypted secrets. Unused claims are released at
/// the end. Each request claims under its own name, so that releasing does not affect another request for the same entity, here or on
/// another node.
/// </summary>
public sealed class ResourceClaims(IEntities entities, ISecrets secrets, EntityId owner, Origin origin) : IAsyncDisposable
{
    /// <summary>Long enough for the follower to confirm, even after a restart; unconfirmed claims expire.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    /// <summary>The caller waits for it; what is not released in this time expires.</summary>
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<(EntityId From, Command Command)> _releases = [];
    private readonly List<SealedSecret> _sealed = [];

    public string Attempt { get; } = Guid.NewGuid().ToString("n");

    /// <summary>All concurrently: each waits for the disk.</summary>
    /// <returns>Null if all are held; otherwise the refusal, with every conflicting one.</returns>
    public async Task<Reply?> Reserve(IEnumerable<(ReservationId What, string Field, string? Value)> wanted)
    {
        var asked = wanted.Select(w => (w.What, w.Field, w.Value, Reply: Take(w.What.EntityId, new Reserve(owner, HeldFor, Attempt),
            new Release(owner, Attempt)))).ToList();
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
        return faults.Count == 0 ? null : new Refused(new Refusal("taken", string.Join(" ", faults.Select(f => f.Expected)), faults));
    }

    /// <param name="before">The stored secret: the same value again is no change, so nothing restarts.</param>
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
    /// Keeps the claims that are stored or may be. If an earlier request had the same idempotency key, its answer is repeated: its claims
    /// and secrets are the ones in use.
    /// </summary>
    /// <param name="stored">The attempt and the secrets an event stored; null for other events.</param>
    public Reply Settle(Reply reply, Func<Event, (string Attempt, IEnumerable<SealedSecret> Used)?> stored)
    {
        foreach (var (attempt, used) in (reply is Done done ? done.Events : []).Select(stored)
            .OfType<(string, IEnumerable<SealedSecret>)>())
        {
            if (attempt == Attempt)
                _releases.Clear();
            var kept = used.ToHashSet();
            _sealed.RemoveAll(kept.Contains);
        }
        if (reply is Unknown)
        {
            _releases.Clear();
            _sealed.Clear();
        }
        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(
        [
            .. _releases.Select(g => entities.Ask(g.From, g.Command with { Origin = origin }, Fresh(), deadline: ReleaseTimeout).AsTask()),
            .. _sealed.Select(box => secrets.Destroy(box, CancellationToken.None).AsTask()),
        ]);
    }

    /// <summary>The answer may get lost, so the claim is always released unless it is kept.</summary>
    private async Task<Reply> Take(EntityId from, Command take, Command giveBack)
    {
        var reply = await entities.Ask(from, take with { Origin = origin }, Fresh());
        if (reply is not Refused)
            _releases.Enqueue((from, giveBack));
        return reply;
    }

    private static CommandId Fresh() => new(Guid.NewGuid());

    private static string Taken(ReservationId what, Refusal taken) =>
        taken.Fields is [{ Field: ReservationDecider.Holder, Value: { } holder }, ..]
        && what.Id.StartsWith("dest~", StringComparison.Ordinal)
        ? $"{holder} already sends there. Choose another destination, or remove {holder}."
        : taken.Fields is [{ Field: ReservationDecider.Holder, Value: { } owner }, ..] && what.Id.Contains("~k-", StringComparison.Ordinal)
        ? $"{owner} has this application and stream key on this port. Choose another key or port, or remove {owner}."
        : $"{what}: {taken.Message}";
}
