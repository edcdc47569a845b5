using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Torture;

// A sheet of marks, and a copy of each sheet by a follower: sender and receiver of the outbox.

public sealed record Mark(string Name) : Command;

public sealed record Marked(string Name) : Event;

public sealed record SheetOrder(int Marks);

public sealed class SheetDecider : Decider<SheetOrder, SheetOrder>
{
    public override SheetOrder NoOrder { get; } = new(0);

    public override SheetOrder NoLive { get; } = new(0);

    public override Decision Decide(SheetOrder order, SheetOrder live, Command command) =>
        command is Mark c ? Decision.Store(new Marked(c.Name)) : throw Unknown(command);

    public override SheetOrder Evolve(SheetOrder order, Event happened) =>
        happened is Marked ? new SheetOrder(order.Marks + 1) : throw Unknown(happened);
}

public sealed class CopyFollower : IFollower
{
    public string Name => "copyist";

    public IEnumerable<(EntityId To, Command Command)> On(Recorded recorded) =>
        recorded is { Id.Kind: MarkSheets.Sheet, Envelope.Event: Marked marked }
        ? [(new EntityId(MarkSheets.Copy, recorded.Id.Id), new Mark(marked.Name))]
        : [];
}

public static class MarkSheets
{
    public const string Sheet = "sheet";
    public const string Copy = "copy";

    public static IReadOnlyList<EntityKind> Kinds { get; } =
    [
        new EntityKind(Sheet, new SheetDecider()) { SnapshotEvery = 20 },
        new EntityKind(Copy, new SheetDecider()) { SnapshotEvery = 20 },
    ];

    public static Vocabulary Words => new Vocabulary()
        .Add("sheet-mark", 1, SheetJson.Default.Mark)
        .Add("sheet-marked", 1, SheetJson.Default.Marked)
        .Add("sheet-order", 1, SheetJson.Default.SheetOrder);
}

[JsonSerializable(typeof(Mark))]
[JsonSerializable(typeof(Marked))]
[JsonSerializable(typeof(SheetOrder))]
internal sealed partial class SheetJson : JsonSerializerContext;
