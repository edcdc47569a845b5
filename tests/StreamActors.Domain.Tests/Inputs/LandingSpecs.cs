using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Inputs;

/// <summary>Which publisher may send to an input.</summary>
public sealed class LandingSpecs
{
    private static readonly InputConfig Studio = new("Studio", new Address("rtmp://0.0.0.0/live")
    {
        Options = new Address("").Options.Add("mode", "listen"),
    }, On: true);

    private static readonly InputConfig TakesOver =
        Studio with { Address = Studio.Address with { Options = Studio.Address.Options.Add("second-publisher", "take-over") } };

    private static readonly PublisherPeer Obs = new("10.0.0.7:5000", "OBS");
    private static readonly PublisherPeer Other = new("10.0.0.8:5000");

    private static Scenario Input(params IReadOnlyList<Happening> given) => new(InputKind.Kind, new InputId("studio").EntityId, given);

    private static Admit First => new("s1", "a", Run: 5) { Publisher = Obs };

    private static Admit Second => new("s2", "a", Run: 5) { Publisher = Other, Present = "s1" };

    private static Claimed ByObs => new("s1", "a", 5) { Publisher = Obs };

    private static Claimed ByOther => new("s2", "a", 5) { Publisher = Other };

    [Fact]
    public void The_first_publisher_is_admitted_and_its_incarnation_is_the_number_of_the_event()
    {
        Input(new InputCreated(Studio)).When(First).Then(ByObs);
        ((InputState)Input(new InputCreated(Studio), ByObs).Order).Landing
            .ShouldBe(new Landing("s1", "a", Incarnation: 2, Run: 5) { Publisher = Obs });
    }

    [Fact]
    public void A_second_one_is_refused_while_the_first_is_there() =>
        Input(new InputCreated(Studio), ByObs).When(Second).ThenRefused("taken");

    [Fact]
    public void With_take_over_it_replaces_the_first_with_a_higher_incarnation()
    {
        Input(new InputCreated(TakesOver), ByObs).When(Second).Then(ByOther with { Replaced = Obs });
        ((InputState)Input(new InputCreated(TakesOver), ByObs, ByOther).Order).Landing!.Incarnation.ShouldBe(3);
    }

    [Fact]
    public void One_that_has_left_or_gone_silent_is_in_nobody_s_way()
    {
        Input(new InputCreated(Studio), ByObs).When(new Depart("s1")).Then(new Departed("s1") { Publisher = Obs });
        Input(new InputCreated(Studio), ByObs, new Departed("s1")).When(Second).Then(ByOther);
        Input(new InputCreated(Studio), ByObs).When(Second with { Present = null })
            .Then(ByOther with { Replaced = Obs });
    }

    [Fact]
    public void A_claim_of_a_run_that_was_killed_is_in_nobody_s_way() =>
        Input(new InputCreated(Studio), ByObs).When(Second with { Run = 9, Present = null }).Then(ByOther with { Run = 9 });

    [Fact]
    public void A_node_that_lags_behind_cannot_admit_once_the_input_was_started_elsewhere() =>
        Input(new InputCreated(TakesOver), ByObs with { Node = "b", Run = 9 }).When(Second).ThenRefused("elsewhere")
        .Message.ShouldBe("This input and its outputs run on the node b: publish to that node.");

    [Fact]
    public void On_another_node_than_that_of_its_outputs_it_is_refused_with_the_node_to_use() =>
        Input(new InputCreated(Studio)).When(First with { Run = 0, RunsOn = "b" }).ThenRefused("elsewhere").Message.ShouldContain("node b");

    [Fact]
    public void When_another_was_admitted_the_end_of_the_one_before_changes_nothing() =>
        Input(new InputCreated(TakesOver), ByObs, ByOther).When(new Depart("s1")).Then();

    [Fact]
    public void Nobody_is_admitted_while_it_is_off_and_the_claim_goes_with_the_order()
    {
        Input(new InputCreated(Studio with { On = false })).When(First).ThenRefused("off");
        ((InputState)Input(new InputCreated(Studio), ByObs, new InputSwitched(Studio with { On = false })).Order).Landing.ShouldBeNull();
        Input().When(new Depart("s1")).Then();
    }

    [Fact]
    public void A_refusal_is_reported_once_a_minute_for_each_reason()
    {
        var fact = new PublisherRefused(Other, "taken", Scenario.Start);
        Fact[] Told(string reason, TimeSpan after, params Happening[] before) =>
            [.. InputKind.Kind.Decider.Decide(Order, before.Aggregate((object)InputLive.None,
            (live, h) => InputKind.Kind.Decider.Observe(live, (Fact)h)),
            new ReportRefusal(Other, reason) { Origin = new Origin("node", Scenario.Start + after) }).Facts];

        Told("taken", TimeSpan.Zero).ShouldBe([fact]);
        Told("taken", TimeSpan.FromSeconds(59), fact).ShouldBeEmpty();
        Told("codec", TimeSpan.FromSeconds(59), fact).ShouldHaveSingleItem();
        Told("taken", TimeSpan.FromMinutes(1), fact).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(500, 4)]
    public void Refusals_whose_reasons_change_each_time_do_not_fill_the_timeline(int reasons, int reported)
    {
        object live = InputLive.None;
        List<Fact> told = [];
        for (var n = 0; n < 1000; n++)
        {
            var facts = InputKind.Kind.Decider.Decide(Order, live, new ReportRefusal(Other, $"reason {n % reasons}")
            {
                Origin = new Origin("node", Scenario.Start + TimeSpan.FromMilliseconds(59 * n)),
            }).Facts;
            live = facts.Aggregate(live, InputKind.Kind.Decider.Observe);
            told.AddRange(facts);
        }
        told.Count.ShouldBe(reported);
        ((InputLive)live).Refusals.Length.ShouldBe(reported);
    }

    [Fact]
    public void A_minute_later_refusals_are_reported_again()
    {
        var live = Enumerable.Range(0, 4).Select(n => new PublisherRefused(Other, $"{n}", Scenario.Start))
            .Aggregate((object)InputLive.None, InputKind.Kind.Decider.Observe);
        var again = new ReportRefusal(Other, "0") { Origin = new Origin("node", Scenario.Start + TimeSpan.FromMinutes(1)) };
        InputKind.Kind.Decider.Decide(Order, live, again).Facts.ShouldHaveSingleItem();
    }

    private static object Order => Input(new InputCreated(Studio)).Order;
}
