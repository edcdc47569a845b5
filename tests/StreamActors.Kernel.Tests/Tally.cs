using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Kernel.Tests;

// The smallest decider that uses every part of the grammar.

public sealed record Count(int By) : Command;

public sealed record Counted(int By) : Event;

public sealed record Peeked : Fact;

public sealed record Peek : Command;

public sealed record Ring(int Total) : Effect;

public sealed record TallyOrder(int Total);

public sealed record TallyLive(int Peeks);

public sealed class TallyDecider : Decider<TallyOrder, TallyLive>
{
    public override TallyOrder NoOrder => new(0);

    public override TallyLive NoLive => new(0);

    public override Decision Decide(TallyOrder order, TallyLive live, Command command) => command switch
    {
        Count { By: 0 } => Decision.Nothing,
        Count { By: < 0 } c => Decision.Refuse("negative", "A tally only grows.", new FieldFault("by", $"{c.By}", "a number above zero")),
        Count { By: > 100 } c => Decision.Store(new Counted(100), new Counted(c.By - 100)),
        Count c => Decision.Store(new Counted(c.By)).AndNote(new Peeked()),
        Peek => Decision.Note(new Peeked()),
        _ => throw Unknown(command),
    };

    public override TallyOrder Evolve(TallyOrder order, Event happened) => happened switch
    {
        Counted e => new TallyOrder(order.Total + e.By),
        _ => throw Unknown(happened),
    };

    public override TallyLive Observe(TallyLive live, Fact fact) => new(live.Peeks + 1);

    public override IEnumerable<Effect> React(TallyOrder order, TallyLive live, Happening happened) =>
        happened is Counted ? [new Ring(order.Total)] : [];

    public override IEnumerable<Effect> Resume(TallyOrder order) => order.Total > 0 ? [new Ring(order.Total)] : [];
}

[JsonSerializable(typeof(Counted))]
[JsonSerializable(typeof(TallyOrder))]
internal sealed partial class TallyJson : JsonSerializerContext;

internal static class Tally
{
    public static readonly EntityKind Kind = new("tally", new TallyDecider());
    public static readonly EntityId Id = new("tally", "one");
    public static readonly DateTimeOffset Now = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static Vocabulary Vocabulary => new Vocabulary()
        .Add("tally-counted", 2, TallyJson.Default.Counted)
        .Upcast("tally-counted", 1, old => new() { ["By"] = old["N"]!.GetValue<int>() })
        .Add("tally-order", 1, TallyJson.Default.TallyOrder);

    public static Delivery Say(Command command, string id, long? expected = null) => new(command, CommandId.Of(id), expected);
}
