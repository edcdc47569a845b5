namespace StreamActors.Kernel;

/// <summary>
/// An entity as pure functions over an order (stored) and live state (in memory). Repeating a command gives no second event;
/// an unknown command, event or fact throws.
/// </summary>
public abstract class Decider<TOrder, TLive> : IDecider
    where TOrder : class
    where TLive : class
{
    public abstract TOrder NoOrder { get; }

    public abstract TLive NoLive { get; }

    public abstract Decision Decide(TOrder order, TLive live, Command command);

    public abstract TOrder Evolve(TOrder order, Event happened);

    public virtual TLive Observe(TLive live, Fact fact) => throw Unknown(fact);

    /// <summary>The effects of what has just been stored or observed; called after the commit.</summary>
    public virtual IEnumerable<Effect> React(TOrder order, TLive live, Happening happened) => [];

    /// <summary>The effects to perform when the entity is activated: at start, after a crash, on another node.</summary>
    public virtual IEnumerable<Effect> Resume(TOrder order) => [];

    protected static InvalidOperationException Unknown(object word) => new($"{word.GetType().Name} is not handled by this decider.");

    object IDecider.NoOrder => NoOrder;
    object IDecider.NoLive => NoLive;
    Decision IDecider.Decide(object order, object live, Command command) => Decide((TOrder)order, (TLive)live, command);
    object IDecider.Evolve(object order, Event happened) => Evolve((TOrder)order, happened);
    object IDecider.Observe(object live, Fact fact) => Observe((TLive)live, fact);
    IEnumerable<Effect> IDecider.React(object order, object live, Happening happened) => React((TOrder)order, (TLive)live, happened);
    IEnumerable<Effect> IDecider.Resume(object order) => Resume((TOrder)order);
}

/// <summary>A decider without its type arguments, as the runtimes hold it.</summary>
public interface IDecider
{
    object NoOrder { get; }
    object NoLive { get; }
    Decision Decide(object order, object live, Command command);
    object Evolve(object order, Event happened);
    object Observe(object live, Fact fact);
    IEnumerable<Effect> React(object order, object live, Happening happened);
    IEnumerable<Effect> Resume(object order);
}
