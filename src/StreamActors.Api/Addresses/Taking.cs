using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Api;

/// <summary>
/// What a request takes on its way to a new or changed configuration: reservations, a slot, sealed secrets. Unless it is
/// kept, all of it is given back at the end, in the reverse order. To take what is one's own already is nothing, so that a
/// repeated request takes nothing twice; its commands have new ids, since what was given back must not be remembered as held.
/// </summary>
internal sealed class Taking(IEntities entities, ISecrets secrets, EntityId owner, Origin origin) : IAsyncDisposable
{
    /// <summary>Long enough for the follower that confirms, also after a restart in between; what nobody confirms runs out.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    private readonly Stack<Func<ValueTask>> _giveBack = [];
    private readonly List<SealedSecret> _sealed = [];
    private bool _kept;

    /// <returns>Null where all are held; otherwise why not, with every one that somebody else has.</returns>
    public async Task<Reply?> Reserve(IEnumerable<(ReservationId What, string Field, string? Value)> wanted)
    {
        List<FieldFault> faults = [];
        foreach (var (what, field, value) in wanted)
        {
            switch (await Take(what.EntityId, new Reserve(owner, HeldFor), new Release(owner)))
            {
                case Done:
                    break;
                case Refused { Refusal: { Code: "taken" } taken }:
                    faults.Add(new FieldFault(field, value, $"{Shown(what)}: {taken.Message}"));
                    break;
                case var other:
                    return other;
            }
        }
        return faults.Count == 0 ? null : new Refused(new Refusal("taken", string.Join(" ", faults.Select(f => f.Cure)), faults));
    }

    public async Task<SealedSecret> Seal(Secret secret, CancellationToken stop)
    {
        var box = await secrets.Seal(secret, stop);
        _sealed.Add(box);
        return box;
    }

    /// <summary>Says a command that takes something, and another that gives it back where something was taken.</summary>
    public async Task<Reply> Take(EntityId from, Command take, Command giveBack)
    {
        var reply = await entities.Ask(from, take with { Origin = origin }, Fresh());
        if (reply is Done { Events.Count: > 0 })
            OnGivingUp(from, giveBack);
        return reply;
    }

    /// <summary>It is stored, or may be. Secrets that were sealed once more for a repeated request are not needed twice.</summary>
    public async Task Keep(IEnumerable<SealedSecret> used)
    {
        _kept = true;
        foreach (var box in _sealed.Except(used))
            await secrets.Destroy(box, CancellationToken.None);
    }

    public void KeepAll() => _kept = true;

    public async ValueTask DisposeAsync()
    {
        if (_kept)
            return;
        while (_giveBack.TryPop(out var giveBack))
            await giveBack();
        foreach (var box in _sealed)
            await secrets.Destroy(box, CancellationToken.None);
    }

    private void OnGivingUp(EntityId from, Command command) => _giveBack.Push(async () => await entities.Ask(from, command with { Origin = origin }, Fresh()));

    private static CommandId Fresh() => new(Guid.NewGuid());

    private static string Shown(ReservationId what) => what.Id.StartsWith("dest~", StringComparison.Ordinal) ? "The destination" : what.ToString();
}
