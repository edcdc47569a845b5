namespace StreamActors.Runtime.Promises;

/// <summary>Pure except for the stage, at whose gates a test can block it.</summary>
public sealed class PurseDecider(IEffectHost recorder) : Decider<Purse, PurseLive>
{
    public override Purse NoOrder { get; } = new(0, false);

    public override PurseLive NoLive { get; } = new(0);

    public override Decision Decide(Purse order, PurseLive live, Command command)
    {
        switch (command)
        {
            case Put c: return Decision.Store(new CoinsPut(c.Coins));
            case PutTwice c: return Decision.Store(new CoinsPut(c.Coins), new CoinsPut(c.Coins));
            case PutUpTo c when order.Coins >= c.Limit: return Decision.Refuse("purse-full",
                $"There are {order.Coins} coins in it; {c.Limit} is the limit.");
            case PutUpTo: return Decision.Store(new CoinsPut(1));
            case Spend c
                when c.Coins > order.Coins: return Decision.Refuse("too-few-coins", $"There are {order.Coins} coins in it, not {c.Coins}.");
            case Spend c: return Decision.Store(new CoinsSpent(c.Coins));
            case Glance: return Decision.Note(new Glanced());
            case Stumble: throw new InvalidOperationException("The purse stumbles.");
            case Ponder c:
                recorder.WaitAt(c.Gate);
                return c.Stumbles ? throw new InvalidOperationException("The purse pondered and stumbles.") : Decision.Nothing;
            case Trip: return Decision.Store(new Tripped());
            case Embitter: return Decision.Store(new Bitter());
            case SetAlarm c: return Decision.Note(new AlarmSet(c.Name, c.Rings, c.Coins, c.AtMost));
            case CancelAlarm c: return Decision.Note(new AlarmCancelled(c.Name));
            case Light: return order.Lit ? Decision.Nothing : Decision.Store(new Lit());
            case Douse: return order.Lit ? Decision.Store(new Doused()) : Decision.Nothing;
            default: throw Unknown(command);
        }
    }

    public override Purse Evolve(Purse order, Event happened) => happened switch
    {
        CoinsPut e => order with { Coins = order.Coins + e.Coins },
        CoinsSpent e => order with { Coins = order.Coins - e.Coins },
        Tripped => order,
        Bitter => recorder.BitterBites ? throw new InvalidOperationException("That was bitter.") : order,
        Lit => order with { Lit = true },
        Doused => order with { Lit = false },
        _ => throw Unknown(happened),
    };

    public override PurseLive Observe(PurseLive live, Fact fact) => fact switch
    {
        Glanced => new PurseLive(live.Glances + 1),
        AlarmSet or AlarmCancelled => live,
        _ => throw Unknown(fact),
    };

    public override IEnumerable<Effect> React(Purse order, PurseLive live, Happening happened) => happened switch
    {
        Tripped => [new Fall()],
        AlarmSet f => [new RemindMe(f.Name, f.Rings, new Put(f.Coins)) { AtMost = f.AtMost }],
        AlarmCancelled f => [new ForgetReminder(f.Name)],
        Event => [new Clink(order.Coins)],
        _ => [],
    };

    public override IEnumerable<Effect> Resume(Purse order) => [new Resumed(order.Coins, order.Lit)];
}
