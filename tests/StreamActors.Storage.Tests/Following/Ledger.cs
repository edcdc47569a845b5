using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Following;

/// <summary>Senders and receivers that reveal repeats: a receiver counts all commands.</summary>
internal sealed record Send(int Amount, IReadOnlyList<string> To) : Command;

internal sealed record Credit(int Amount) : Command;

internal sealed record Sent(int Amount, IReadOnlyList<string> To) : Event;

internal sealed record Credited(int Amount) : Event;

internal sealed record Total(long Sum)
{
    public static readonly Total None = new(0);
}

internal sealed class LedgerDecider : Decider<Total, Total>
{
    public static readonly EntityKind Sender = new("sender", new LedgerDecider());
    public static readonly EntityKind Receiver = new("receiver", new LedgerDecider());

    public static Vocabulary Words => new Vocabulary()
        .Add("sent", 1, LedgerJson.Default.Sent)
        .Add("credited", 1, LedgerJson.Default.Credited)
        .Add("total", 1, LedgerJson.Default.Total);

    public override Total NoOrder => Total.None;

    public override Total NoLive => Total.None;

    public override Decision Decide(Total order, Total live, Command command) => command switch
    {
        Send { Amount: < 0 } or Credit { Amount: < 0 } => Decision.Refuse("negative", "An amount is positive."),
        Send send => Decision.Store(new Sent(send.Amount, send.To)),
        Credit credit => Decision.Store(new Credited(credit.Amount)),
        _ => throw Unknown(command),
    };

    public override Total Evolve(Total order, Event happened) => happened switch
    {
        Sent sent => new Total(order.Sum - (sent.Amount * sent.To.Count)),
        Credited credited => new Total(order.Sum + credited.Amount),
        _ => throw Unknown(happened),
    };
}

internal sealed class LedgerFollower : IFollower
{
    public string Name => "ledger";

    public IEnumerable<(EntityId To, Command Command)> On(Recorded recorded) =>
        recorded.Envelope.Event is Sent sent ? sent.To.Select(to => (new EntityId("receiver", to), (Command)new Credit(sent.Amount))) : [];
}

[JsonSerializable(typeof(Sent))]
[JsonSerializable(typeof(Credited))]
[JsonSerializable(typeof(Total))]
internal sealed partial class LedgerJson : JsonSerializerContext;
