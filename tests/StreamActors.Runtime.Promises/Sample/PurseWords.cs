using System.Text.Json.Serialization;

namespace StreamActors.Runtime.Promises;

// A purse: the smallest entity that exercises every promise. Its commands are stored by tests only.

public sealed record Put(int Coins) : Command;

/// <summary>One coin, as long as there are fewer than <paramref name="Limit"/>.</summary>
public sealed record PutUpTo(int Limit) : Command;

/// <summary>Two events of one command.</summary>
public sealed record PutTwice(int Coins) : Command;

public sealed record Spend(int Coins) : Command;

/// <summary>Emits a fact; nothing is stored.</summary>
public sealed record Glance : Command;

/// <summary>The decider throws.</summary>
public sealed record Stumble : Command;

/// <summary>The decider waits at a gate of the stage, and then throws if requested.</summary>
public sealed record Ponder(string Gate, bool Stumbles = false) : Command;

/// <summary>Stored, and then its effect throws.</summary>
public sealed record Trip : Command;

/// <summary>Stores an event that cannot be replayed while <see cref="EffectRecorder.BitterBites"/>.</summary>
public sealed record Embitter : Command;

public sealed record SetAlarm(string Name, DateTimeOffset Rings, int Coins, TimeSpan? AtMost = null) : Command;

public sealed record CancelAlarm(string Name) : Command;

public sealed record Light : Command;

public sealed record Douse : Command;

public sealed record CoinsPut(int Coins) : Event;

public sealed record CoinsSpent(int Coins) : Event;

public sealed record Tripped : Event;

public sealed record Bitter : Event;

public sealed record Lit : Event;

public sealed record Doused : Event;

public sealed record Glanced : Fact;

public sealed record AlarmSet(string Name, DateTimeOffset Rings, int Coins, TimeSpan? AtMost = null) : Fact;

public sealed record AlarmCancelled(string Name) : Fact;

/// <summary>After every event, with the number of coins.</summary>
public sealed record Clink(int Coins) : Effect;

public sealed record Fall : Effect;

/// <summary>The first effect of a purse after its activation.</summary>
public sealed record Resumed(int Coins, bool Lit) : Effect;

public sealed record Purse(int Coins, bool Lit);

public sealed record PurseLive(int Glances);

[JsonSerializable(typeof(Put))]
[JsonSerializable(typeof(PutUpTo))]
[JsonSerializable(typeof(PutTwice))]
[JsonSerializable(typeof(Spend))]
[JsonSerializable(typeof(Glance))]
[JsonSerializable(typeof(Stumble))]
[JsonSerializable(typeof(Ponder))]
[JsonSerializable(typeof(Trip))]
[JsonSerializable(typeof(Embitter))]
[JsonSerializable(typeof(SetAlarm))]
[JsonSerializable(typeof(CancelAlarm))]
[JsonSerializable(typeof(Light))]
[JsonSerializable(typeof(Douse))]
[JsonSerializable(typeof(CoinsPut))]
[JsonSerializable(typeof(CoinsSpent))]
[JsonSerializable(typeof(Tripped))]
[JsonSerializable(typeof(Bitter))]
[JsonSerializable(typeof(Lit))]
[JsonSerializable(typeof(Doused))]
[JsonSerializable(typeof(Purse))]
[JsonSerializable(typeof(PurseLive))]
internal sealed partial class PurseJson : JsonSerializerContext;

public static class PurseVocabulary
{
    /// <summary>Commands and state are sent between nodes, too.</summary>
    public static Vocabulary AddPurse(this Vocabulary vocabulary) => vocabulary
        .Add("purse-put", 1, PurseJson.Default.Put)
        .Add("purse-put-up-to", 1, PurseJson.Default.PutUpTo)
        .Add("purse-put-twice", 1, PurseJson.Default.PutTwice)
        .Add("purse-spend", 1, PurseJson.Default.Spend)
        .Add("purse-glance", 1, PurseJson.Default.Glance)
        .Add("purse-stumble", 1, PurseJson.Default.Stumble)
        .Add("purse-ponder", 1, PurseJson.Default.Ponder)
        .Add("purse-trip", 1, PurseJson.Default.Trip)
        .Add("purse-embitter", 1, PurseJson.Default.Embitter)
        .Add("purse-set-alarm", 1, PurseJson.Default.SetAlarm)
        .Add("purse-cancel-alarm", 1, PurseJson.Default.CancelAlarm)
        .Add("purse-light", 1, PurseJson.Default.Light)
        .Add("purse-douse", 1, PurseJson.Default.Douse)
        .Add("purse-coins-put", 1, PurseJson.Default.CoinsPut)
        .Add("purse-coins-spent", 1, PurseJson.Default.CoinsSpent)
        .Add("purse-tripped", 1, PurseJson.Default.Tripped)
        .Add("purse-bitter", 1, PurseJson.Default.Bitter)
        .Add("purse-lit", 1, PurseJson.Default.Lit)
        .Add("purse-doused", 1, PurseJson.Default.Doused)
        .Add("purse-order", 1, PurseJson.Default.Purse)
        .Add("purse-live", 1, PurseJson.Default.PurseLive);
}
