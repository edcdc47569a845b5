using StreamActors.Kernel;

namespace StreamActors.Runtime;

// What an entity actor hears besides letters (Mail/Letters.cs) and what Akka.Persistence says. None of it leaves the node.

/// <summary>Said by the entity's own effects, in one of its lives.</summary>
internal sealed record OwnWord(EntityActor Life, Command Command);

/// <summary>A reminder whose time has come.</summary>
internal sealed record Reminded(Reminder Reminder);

/// <summary>Time to look whether the entity is idle.</summary>
internal sealed record IdleCheck
{
    public static readonly IdleCheck Instance = new();
}

/// <summary>The shard has stopped sending to an idle entity, and it may go once its mail is done.</summary>
internal sealed record Sleep
{
    public static readonly Sleep Instance = new();
}

/// <summary>The shard goes elsewhere, or the node leaves: askers are told, effects are disposed, then it may go.</summary>
internal sealed record Leave
{
    public static readonly Leave Instance = new();
}

internal sealed record EffectsDisposed
{
    public static readonly EffectsDisposed Instance = new();
}

/// <summary>The rest after a crash is over.</summary>
internal sealed record Rested
{
    public static readonly Rested Instance = new();
}

/// <summary>In place of the events: they could not be read.</summary>
internal sealed record Unread(Exception Why);
