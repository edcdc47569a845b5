using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>At most one message per channel is being sent; alerts that arrive meanwhile go into the next one.</summary>
public sealed class DeliveryDecider : Decider<DeliveryState, DeliveryLive>
{
    public override DeliveryState NoOrder => DeliveryState.None;

    public override DeliveryLive NoLive => DeliveryLive.None;

    public override Decision Decide(DeliveryState order, DeliveryLive live, Command command) => (command, order.Open?.Id) switch
    {
        (PlanNotice c, null) => Decision.Store(new NoticePlanned(c.Notice)),
        (PlanNotice c, { } open) =>
            open == c.Notice.Id ? Decision.Nothing : Decision.Refuse("in-use", $"Message {open} is still being sent."),
        (ConfirmNotice c, var open) => open == c.Notice ? Decision.Store(new NoticeSent(c.Notice, c.Origin.At)) : Decision.Nothing,
        (AbandonNotice c, var open) =>
            open == c.Notice ? Decision.Store(new NoticeAbandoned(c.Notice, c.Why, c.RestUntil, c.Origin.At)) : Decision.Nothing,
        (ClearDelivery, _) => order == DeliveryState.None || (order.Open is null && order.Told.IsEmpty && order.PlannedAt is null)
            ? Decision.Nothing : Decision.Store(new DeliveryCleared()),
        _ => throw Unknown(command),
    };

    public override DeliveryState Evolve(DeliveryState order, Event happened) => happened switch
    {
        NoticePlanned e => order with { Open = e.Notice, PlannedAt = e.Notice.At, RestUntil = null },
        NoticeSent e => order with
        {
            Told = order.Told.RemoveRange(order.Open!.Items.Select(i => i.Alert))
                .SetItems(order.Open.Items.Where(i => i.Firing).Select(i => KeyValuePair.Create(i.Alert, e.At))),
            Open = null, SentAt = e.At, Sent = order.Sent + 1, Fault = null, FaultAt = null,
        },
        NoticeAbandoned e =>
            order with { Open = null, Abandoned = order.Abandoned + 1, Fault = e.Why, FaultAt = e.At, RestUntil = e.RestUntil },
        DeliveryCleared => DeliveryState.None,
        _ => throw Unknown(happened),
    };
}
