using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Reservations;

public sealed class ReservationSpecs
{
    private static readonly EntityId Camera = new("input", "camera-1");
    private static readonly EntityId Studio = new("input", "studio");
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Until = Scenario.Start + Hold;

    private static Scenario Port(params IReadOnlyList<Happening> given) =>
        new(ReservationKind.Kind, ReservationId.UdpPort(5004).EntityId, given);

    [Fact]
    public void A_free_port_goes_to_the_first_request() =>
        Port().When(new Reserve(Camera, Hold)).Then(new Reserved(Camera, Until));

    [Fact]
    public void A_held_port_is_refused_and_its_owner_named() =>
        Port(new Reserved(Camera, Until)).When(new Reserve(Studio, Hold)).ThenRefused("taken").Message.ShouldContain("input/camera-1");

    [Fact]
    public void A_confirmed_port_is_refused_for_ever() =>
        Port(new Reserved(Camera, Until), new Confirmed(Camera)).When(new Reserve(Studio, Hold), TimeSpan.FromDays(400))
        .ThenRefused("taken");

    [Fact]
    public void Reserving_again_by_its_owner_changes_nothing() =>
        Port(new Reserved(Camera, Until)).When(new Reserve(Camera, Hold), TimeSpan.FromSeconds(3)).Then();

    [Fact]
    public void An_orphan_that_ran_out_gives_way_even_before_its_reminder_came() =>
        Port(new Reserved(Camera, Until)).When(new Reserve(Studio, Hold), TimeSpan.FromSeconds(31))
            .Then(new Lapsed(Camera), new Reserved(Studio, Scenario.Start + TimeSpan.FromSeconds(61)));

    [Fact]
    public void An_orphan_runs_out_by_its_reminder() =>
        Port(new Reserved(Camera, Until)).When(new Lapse(), Hold).Then(new Lapsed(Camera));

    [Fact]
    public void A_reminder_that_comes_early_or_late_does_no_harm()
    {
        Port(new Reserved(Camera, Until)).When(new Lapse(), TimeSpan.FromSeconds(29)).Then();
        Port(new Reserved(Camera, Until), new Confirmed(Camera)).When(new Lapse(), TimeSpan.FromDays(1)).Then();
        Port().When(new Lapse()).Then();
    }

    [Fact]
    public void Confirming_in_time_makes_it_lasting()
    {
        var confirmed = Port(new Reserved(Camera, Until)).When(new Confirm(Camera), TimeSpan.FromSeconds(29));
        confirmed.Then(new Confirmed(Camera));
        confirmed.Effects.ShouldHaveSingleItem().ShouldBeOfType<ForgetReminder>();
    }

    [Fact]
    public void Confirming_late_is_as_good_unless_another_has_got_it()
    {
        Port(new Reserved(Camera, Until)).When(new Confirm(Camera), TimeSpan.FromSeconds(30)).Then(new Confirmed(Camera));
        Port(new Reserved(Camera, Until), new Lapsed(Camera)).When(new Confirm(Camera), TimeSpan.FromSeconds(31))
            .Then(new Confirmed(Camera));
        Port(new Reserved(Studio, Until)).When(new Confirm(Camera), TimeSpan.FromSeconds(31))
            .Then(new Lapsed(Studio), new Confirmed(Camera));
        Port(new Reserved(Camera, Until), new Lapsed(Camera), new Reserved(Studio, Until)).When(new Confirm(Camera))
            .ThenRefused("taken").Message.ShouldContain("input/studio");
    }

    [Fact]
    public void Nobody_confirms_what_another_holds() =>
        Port(new Reserved(Camera, Until)).When(new Confirm(Studio)).ThenRefused("taken");

    [Fact]
    public void Two_attempts_for_one_owner_hold_it_together_and_neither_gives_back_what_the_other_has()
    {
        Port(new Reserved(Camera, Until, "a")).When(new Reserve(Camera, Hold, "b")).Then(new Reserved(Camera, Until, "b"));
        Happening[] both = [new Reserved(Camera, Until, "a"), new Reserved(Camera, Until, "b")];
        Port(both).When(new Release(Camera, "b")).Then(new Released(Camera, "b"));
        Port([.. both, new Released(Camera, "b")]).When(new Reserve(Studio, Hold, "c")).ThenRefused("taken");
        Port([.. both, new Released(Camera, "b")]).When(new Release(Camera, "b")).Then();
        Port([.. both, new Released(Camera, "b"), new Released(Camera, "a")]).When(new Reserve(Studio, Hold, "c"))
            .Then(new Reserved(Studio, Until, "c"));
    }

    [Fact]
    public void What_an_attempt_gives_back_the_owner_that_came_of_another_still_has()
    {
        Happening[] born = [new Reserved(Camera, Until, "b"), new Reserved(Camera, Until, "a"), new Confirmed(Camera, "a")];
        Port([.. born, new Released(Camera, "b")]).When(new Reserve(Studio, Hold, "c"), TimeSpan.FromDays(1)).ThenRefused("taken");
        Port([.. born]).When(new Lapse(), TimeSpan.FromDays(1)).Then(new Released(Camera, "b"));
        Port([.. born]).Resumes.ShouldHaveSingleItem().ShouldBe(new RemindMe("lapse", Until, new Lapse()));
    }

    [Fact]
    public void An_owner_made_anew_keeps_it_when_the_removal_of_the_old_one_arrives()
    {
        Happening[] anew =
            [new Reserved(Camera, Until, "a"), new Confirmed(Camera, "a"), new Reserved(Camera, Until, "b"), new Released(Camera)];
        Port(anew).When(new Reserve(Studio, Hold, "c")).ThenRefused("taken");
        Port(anew).When(new Confirm(Camera, "b")).Then(new Confirmed(Camera, "b"));
        Port(anew).Resumes.ShouldHaveSingleItem().ShouldBe(new RemindMe("lapse", Until, new Lapse()));
    }

    [Fact]
    public void Expired_attempts_are_removed_with_the_last_holder() =>
        Port(new Reserved(Camera, Until, "a"), new Confirmed(Camera, "b")).When(new Release(Camera), Hold)
        .Then(new Released(Camera), new Lapsed(Camera));

    [Fact]
    public void Releasing_frees_it_and_only_its_owner_can()
    {
        Port(new Reserved(Camera, Until), new Confirmed(Camera)).When(new Release(Camera)).Then(new Released(Camera));
        Port(new Reserved(Camera, Until), new Confirmed(Camera)).When(new Release(Studio)).Then();
    }

    [Fact]
    public void Holding_for_no_time_is_refused_by_field() =>
        Port().When(new Reserve(Camera, TimeSpan.Zero)).ThenRefused("invalid").Fields.ShouldHaveSingleItem().Field.ShouldBe("for");

    [Fact]
    public void It_wakes_after_a_restart_with_its_reminder_as_long_as_it_can_run_out()
    {
        Port(new Reserved(Camera, Until)).Resumes.ShouldHaveSingleItem().ShouldBe(new RemindMe("lapse", Until, new Lapse()));
        Port(new Reserved(Camera, Until), new Confirmed(Camera)).Resumes.ShouldBeEmpty();
        ReservationDecider.IsWanted(new Reserved(Camera, Until)).ShouldBe(true);
        ReservationDecider.IsWanted(new Confirmed(Camera)).ShouldBe(false);
    }

    [Theory]
    [InlineData("Main Stage", "MAIN STAGE")]
    [InlineData("studio-1", " Studio-1 ")]
    [InlineData("Über", "über")]
    public void Names_that_look_alike_are_the_same_name(string one, string other) =>
        ReservationId.Name("input", one).ShouldBe(ReservationId.Name("input", other));

    [Fact]
    public void Names_of_two_kinds_do_not_meet_and_any_text_makes_a_sound_id()
    {
        ReservationId.Name("input", "a").ShouldNotBe(ReservationId.Name("output", "a"));
        ReservationId.Name("input", "a b").ShouldNotBe(ReservationId.Name("input", "a-b"));
        foreach (var name in new[] { "", "~", "日本語", new string('x', 5000), "a/b#c" })
            EntityId.IsWellFormed(ReservationId.Name("input", name).Id).ShouldBeTrue(name);
        ReservationId.UdpPort(5004).ToString().ShouldBe("udp:5004");
    }
}
