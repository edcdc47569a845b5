using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Alerts;

public sealed class DeliverySpecs
{
    private static readonly Notice First = Of("n1", ("parked~output~a", true), ("parked~output~b", true));

    private static Scenario Delivery(params IReadOnlyList<Happening> given) =>
        new(DeliveryKind.Kind, new DeliveryId("desk").EntityId, given);

    private static Notice Of(string id, params (string Alert, bool Firing)[] items) =>
        new(id, Scenario.Start, [.. items.Select(i => new NoticeItem(i.Alert, i.Firing, AlertSeverity.Critical, "words", Scenario.Start))]);

    [Fact]
    public void One_message_at_a_time_is_planned_and_then_sent_or_given_up()
    {
        Delivery().When(new PlanNotice(First)).Then(new NoticePlanned(First));
        Delivery(new NoticePlanned(First)).When(new PlanNotice(Of("n2"))).ThenRefused("in-use");
        Delivery(new NoticePlanned(First)).When(new ConfirmNotice("n1")).Then(new NoticeSent("n1", Scenario.Start));
        Delivery(new NoticePlanned(First)).When(new ConfirmNotice("n0")).Then();
        var rest = Scenario.Start + TimeSpan.FromMinutes(15);
        Delivery(new NoticePlanned(First)).When(new AbandonNotice("n1", "404", rest))
            .Then(new NoticeAbandoned("n1", "404", rest, Scenario.Start));
    }

    [Fact]
    public void Sent_alerts_are_recorded_and_abandoned_ones_are_not()
    {
        var sent = new NoticeSent("n1", Scenario.Start);
        State(new NoticePlanned(First), sent).Told.Keys.ShouldBe(["parked~output~a", "parked~output~b"]);
        var second = Of("n2", ("parked~output~a", false));
        State(new NoticePlanned(First), sent, new NoticePlanned(second), new NoticeSent("n2", Scenario.Start)).Told.Keys.ShouldBe(
            ["parked~output~b"]);
        State(new NoticePlanned(First), sent, new NoticePlanned(second), new NoticeAbandoned("n2", "503", Scenario.Start, Scenario.Start))
            .ShouldSatisfyAllConditions(
            s => s.Told.Keys.ShouldBe(["parked~output~a", "parked~output~b"]), s => s.Fault.ShouldBe("503"), s => s.Open.ShouldBeNull());
    }

    [Fact]
    public void Another_channel_of_the_same_name_has_been_told_nothing()
    {
        Delivery(new NoticePlanned(First), new NoticeSent("n1", Scenario.Start)).When(new ClearDelivery()).Then(new DeliveryCleared());
        Delivery().When(new ClearDelivery()).Then();
    }

    private static DeliveryState State(params IReadOnlyList<Happening> given) => (DeliveryState)Delivery(given).Order;
}
