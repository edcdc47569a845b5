namespace StreamActors.Runtime.Promises;

/// <summary>The times of a runtime under test: as in production on a fake clock, short on a real one.</summary>
public sealed record Pace(TimeSpan PassivateAfter, BackOff AfterCrash, TimeSpan Deadline);

/// <summary>The kinds that every runtime under test hosts: all of them purses.</summary>
public static class Purses
{
    public const int ThimbleLimit = 8;

    public static EntityId Purse(string id) => new("purse", id);

    /// <summary>A purse with a mailbox of eight.</summary>
    public static EntityId Thimble(string id) => new("thimble", id);

    /// <summary>Of a wanted kind: while it is lit, it is kept active.</summary>
    public static EntityId Lamp(string id) => new("lamp", id);

    /// <summary>The target of followers.</summary>
    public static EntityId Ledger(string id) => new("ledger", id);

    public static IReadOnlyList<EntityKind> Kinds(IEffectHost recorder, Pace pace)
    {
        var purse = new EntityKind("purse", new PurseDecider(recorder))
        {
            Effects = recorder.Open,
            PassivateAfter = pace.PassivateAfter,
            AfterCrash = pace.AfterCrash,
            SnapshotEvery = 10,
        };
        return
        [
            purse,
            purse with { Name = "ledger" },
            purse with { Name = "thimble", MailboxLimit = ThimbleLimit },
            purse with { Name = "lamp", IsWanted = e => e switch { Lit => true, Doused => false, _ => null } },
        ];
    }
}

/// <summary>Copies coins from a purse into the ledger of the same id.</summary>
public sealed class Bookkeeper : IFollower
{
    public string Name => "bookkeeper";

    public IEnumerable<(EntityId To, Command Command)> On(Recorded recorded) =>
        recorded.Id.Kind is "purse" && recorded.Envelope.Event is CoinsPut put
        ? [(Purses.Ledger(recorded.Id.Id),
        new Put(put.Coins) { Origin = new Origin(Name, recorded.Envelope.At, null, new Cause(recorded.Id, recorded.Sequence)) })]
        : [];
}
