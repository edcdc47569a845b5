using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>Uniqueness across the configuration without check-then-act: one entity, with one writer, per exclusive resource.</summary>
public sealed class ReservationDecider : Decider<ReservationState, ReservationLive>
{
    /// <summary>The refusal field that names the holder.</summary>
    public const string Holder = "holder";

    private const string LapseReminder = "lapse";

    public override ReservationState NoOrder => ReservationState.Free;

    public override ReservationLive NoLive => ReservationLive.None;

    public override Decision Decide(ReservationState order, ReservationLive live, Command command) => command switch
    {
        Reserve c => Decide(order, c),
        Confirm c => Decide(order, c),
        Release c => order.Owner == c.Owner && order.Grips.Has(c.Attempt) ? Release(c, order.Grips.Without(c.Attempt)) : Decision.Nothing,
        Lapse c => order.Owner is { } owner ? Lapse(owner, order.Grips, c.Origin.At) : Decision.Nothing,
        _ => throw Unknown(command),
    };

    public override ReservationState Evolve(ReservationState order, Event happened) => happened switch
    {
        Reserved e => new ReservationState(e.Owner, Of(order, e.Owner).With(e.Attempt, e.Until)),
        Confirmed e => new ReservationState(e.Owner, Of(order, e.Owner).Settled(e.Attempt)),
        Released e => order.Grips.Without(e.Attempt) is { IsNone: false } left ? order with { Grips = left } : ReservationState.Free,
        Lapsed => ReservationState.Free,
        _ => throw Unknown(happened),
    };

    public override IEnumerable<Effect> React(ReservationState order, ReservationLive live, Happening happened) =>
        Reminder(order) is { } reminder ? [reminder] : [new ForgetReminder(LapseReminder)];

    public override IEnumerable<Effect> Resume(ReservationState order) => Reminder(order) is { } reminder ? [reminder] : [];

    /// <summary>Active after a restart only while something can expire.</summary>
    public static bool? IsWanted(Event happened) => happened switch
    {
        Reserved => true,
        Confirmed or Released or Lapsed => false,
        _ => null,
    };

    private static Decision Decide(ReservationState order, Reserve c)
    {
        if (c.For <= TimeSpan.Zero)
            return Decision.Refuse("invalid", "A reservation is held for a limited time.",
                new FieldFault("for", c.For.ToString(), "a duration above zero"));
        var reserved = new Reserved(c.Owner, c.Origin.At + c.For, c.Attempt);
        if (order.Owner is not { } owner)
            return Decision.Store(reserved);
        if (!order.Grips.IsHeldAt(c.Origin.At))
            return Decision.Store(new Lapsed(owner), reserved);
        if (owner != c.Owner)
            return Decision.Refuse("taken", $"{owner} already has it. Choose another, or remove {owner}.",
                new FieldFault(Holder, owner.ToString(), "another one"));
        return order.Grips.HasAt(c.Attempt, c.Origin.At) ? Decision.Nothing : Decision.Store(reserved);
    }

    /// <summary>Its owner is stored, so it gets the resource unless another owner holds it, however late this command arrives.</summary>
    private static Decision Decide(ReservationState order, Confirm c)
    {
        var confirmed = new Confirmed(c.Owner, c.Attempt);
        return order.Owner switch
        {
            null => Decision.Store(confirmed),
            { } owner when owner == c.Owner =>
                order.Grips.IsLasting && !order.Grips.Attempts.ContainsKey(c.Attempt) ? Decision.Nothing : Decision.Store(confirmed),
            { } owner when order.Grips.IsHeldAt(c.Origin.At) =>
                Decision.Refuse("taken", $"{owner} already has it, not {c.Owner}. Choose another, or remove {owner}."),
            { } owner => Decision.Store(new Lapsed(owner), confirmed),
        };
    }

    private static Decision Release(Release c, ClaimHolders left)
    {
        var released = new Released(c.Owner, c.Attempt);
        return left.IsNone || left.IsHeldAt(c.Origin.At) ? Decision.Store(released) : Decision.Store(released, new Lapsed(c.Owner));
    }

    /// <summary>The whole reservation, or only attempts that expired while another holder remains.</summary>
    private static Decision Lapse(EntityId owner, ClaimHolders claimHolders, DateTimeOffset now) => claimHolders.IsHeldAt(now)
        ? Decision.Store([.. claimHolders.Attempts.Where(a => a.Value <= now).Select(a => new Released(owner, a.Key))])
        : Decision.Store(new Lapsed(owner));

    private static ClaimHolders Of(ReservationState order, EntityId owner) => order.Owner == owner ? order.Grips : ClaimHolders.None;

    private static RemindMe? Reminder(ReservationState order) =>
        order.Grips.Attempts.IsEmpty ? null : new RemindMe(LapseReminder, order.Grips.Attempts.Values.Max(), new Lapse());
}
