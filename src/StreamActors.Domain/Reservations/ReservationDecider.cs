using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>
/// Uniqueness over the whole configuration without check-then-act: one entity per scarce thing, one writer per entity.
/// </summary>
public sealed class ReservationDecider : Decider<ReservationState, ReservationLive>
{
    private const string LapseReminder = "lapse";

    public override ReservationState NoOrder => ReservationState.Free;

    public override ReservationLive NoLive => ReservationLive.None;

    public override Decision Decide(ReservationState order, ReservationLive live, Command command) => command switch
    {
        Reserve c => Decide(order, c),
        Confirm c when order.Owner != c.Owner || !order.IsHeldAt(c.Origin.At) => NotHeld(order, c.Owner),
        Confirm c => order.IsConfirmed ? Decision.Nothing : Decision.Store(new Confirmed(c.Owner)),
        Release c => order.Owner == c.Owner ? Decision.Store(new Released(c.Owner)) : Decision.Nothing,
        Lapse c => order.Owner is { } owner && !order.IsHeldAt(c.Origin.At) ? Decision.Store(new Lapsed(owner)) : Decision.Nothing,
        _ => throw Unknown(command),
    };

    public override ReservationState Evolve(ReservationState order, Event happened) => happened switch
    {
        Reserved e => new ReservationState(e.Owner, e.Until),
        Confirmed e => new ReservationState(e.Owner, null),
        Released or Lapsed => ReservationState.Free,
        _ => throw Unknown(happened),
    };

    public override IEnumerable<Effect> React(ReservationState order, ReservationLive live, Happening happened) => happened switch
    {
        Reserved e => [Remind(e.Until)],
        Confirmed or Released or Lapsed => [new ForgetReminder(LapseReminder)],
        _ => throw Unknown(happened),
    };

    public override IEnumerable<Effect> Resume(ReservationState order) => order.Until is { } until ? [Remind(until)] : [];

    /// <summary>Awake after a restart only while there is something to run out.</summary>
    public static bool? Wants(Event happened) => happened switch
    {
        Reserved => true,
        Confirmed or Released or Lapsed => false,
        _ => null,
    };

    private static Decision Decide(ReservationState order, Reserve c)
    {
        if (c.For <= TimeSpan.Zero)
            return Decision.Refuse("invalid", "A reservation is held for some time.", new FieldFault("for", c.For.ToString(), "a duration above zero"));
        var reserved = new Reserved(c.Owner, c.Origin.At + c.For);
        if (order.Owner is not { } owner)
            return Decision.Store(reserved);
        if (order.IsHeldAt(c.Origin.At))
            return owner == c.Owner ? Decision.Nothing : Decision.Refuse("taken", $"It is taken by {owner}: choose another, or remove {owner} first.");
        return Decision.Store(new Lapsed(owner), reserved);
    }

    private static Decision NotHeld(ReservationState order, EntityId asker) => order.Owner is { } owner && owner != asker
        ? Decision.Refuse("taken", $"It is taken by {owner}, not by {asker}: reserve another.")
        : Decision.Refuse("not-held", $"{asker} does not hold it any longer: reserve it again.");

    private static RemindMe Remind(DateTimeOffset until) => new(LapseReminder, until, new Lapse());
}
