using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Alerts;

public sealed class AlertSpecs
{
    private static readonly AlertId Id = new("parked", new EntityId("output", "yt"));
    private static readonly AlertFired Fired = new(AlertSeverity.Critical, "output/yt is parked.", Scenario.Start, Scenario.Start);

    private static Scenario Alert(params IReadOnlyList<Happening> given) => new(AlertKind.Kind, Id.EntityId, given);

    [Fact]
    public void It_fires_once_and_is_resolved_once_however_often_it_is_said()
    {
        Alert().When(new RaiseAlert(AlertSeverity.Critical, "output/yt is parked.", Scenario.Start)).Then(Fired);
        Alert(Fired).When(new RaiseAlert(AlertSeverity.Warning, "other words", Scenario.Start)).Then();
        Alert(Fired).When(new ResolveAlert("it is back")).Then(new AlertResolved("it is back", Scenario.Start));
        Alert(Fired, new AlertResolved("it is back", Scenario.Start)).When(new ResolveAlert("again")).Then();
        Alert().When(new ResolveAlert("never fired")).Then();
    }

    [Fact]
    public void What_was_acknowledged_is_not_so_when_it_fires_anew()
    {
        var seen = new AlertAcknowledged("ada", "I call them", Scenario.Start);
        Alert(Fired).When(new AcknowledgeAlert("I call them")).Then(seen);
        Alert(Fired, seen).When(new AcknowledgeAlert("I call them")).Then();
        Alert().When(new AcknowledgeAlert(null)).ThenRefused("not-firing");
        ((AlertState)Alert(Fired, seen, new AlertResolved("", Scenario.Start), Fired).Order)
            .ShouldSatisfyAllConditions(s => s.Acknowledged.ShouldBeNull(), s => s.Times.ShouldBe(2), s => s.Firing.ShouldBeTrue());
    }

    [Fact]
    public void A_silence_has_an_end_and_a_reason_outlasts_the_alert_and_can_be_taken_back()
    {
        var until = Scenario.Start + TimeSpan.FromHours(2);
        var silenced = new AlertSilenced("ada", "they move it", until, Scenario.Start);
        Alert().When(new SilenceAlert(until, "they move it")).Then(silenced);
        Alert().When(new SilenceAlert(Scenario.Start, "")).ThenRefused("invalid").Fields.Select(f => f.Field).ShouldBe(["until", "reason"]);
        var order = (AlertState)Alert(silenced, Fired).Order;
        order.IsSilenced(until - TimeSpan.FromTicks(1)).ShouldBeTrue();
        order.IsSilenced(until).ShouldBeFalse();
        Alert(silenced).When(new UnsilenceAlert()).Then(new AlertUnsilenced(Scenario.Start));
        Alert(silenced).When(new UnsilenceAlert(), after: TimeSpan.FromHours(3)).Then();
    }

    [Fact]
    public void An_id_says_the_rule_and_what_it_is_about()
    {
        AlertId.TryParse("parked~output~yt", out var id).ShouldBeTrue();
        id.ShouldBe(Id);
        id.ToString().ShouldBe("parked~output~yt");
        foreach (var wrong in new[] { "parked", "parked~output", "parked~key~yt", "Parked~output~yt", "parked~output~" })
            AlertId.TryParse(wrong, out _).ShouldBeFalse(wrong);
    }
}
