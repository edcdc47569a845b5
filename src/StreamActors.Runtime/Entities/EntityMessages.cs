using StreamActors.Kernel;

namespace StreamActors.Runtime;

// Messages of an entity actor besides requests (Mail/) and those of Akka.Persistence. None of them leaves the node.

/// <summary>Sent by the entity's own effects, by one of its instances.</summary>
internal sealed record SelfMessage(EntityActor Life, Command Command);

/// <summary>A reminder that is due.</summary>
internal sealed record Reminded(Reminder Reminder);

/// <summary>Checks whether the entity is idle.</summary>
internal sealed record IdleCheck
{
    public static readonly IdleCheck Instance = new();
}

/// <summary>The shard has stopped sending to an idle entity, which stops once its mailbox is empty.</summary>
internal sealed record Sleep
{
    public static readonly Sleep Instance = new();
}

/// <summary>The shard moves, or the node leaves: callers are answered and effects disposed, then the entity stops.</summary>
internal sealed record Leave
{
    public static readonly Leave Instance = new();
}

internal sealed record EffectsDisposed
{
    public static readonly EffectsDisposed Instance = new();
}

/// <summary>The back-off after a crash is over.</summary>
internal sealed record Rested
{
    public static readonly Rested Instance = new();
}

/// <summary>Events read at the recovery, with their sequence numbers.</summary>
internal sealed record Replayed(IReadOnlyList<(long Sequence, Envelope Envelope)> Events);

/// <summary>Replaces events that could not be read.</summary>
internal sealed record Unread(Exception Why);
