using FsCheck;
using FsCheck.Fluent;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Access;

public sealed class UserSpecs
{
    private static readonly SealedSecret Old = new(new Guid(1, 0, 0, new byte[8]), "old");
    private static readonly SealedSecret New = new(new Guid(2, 0, 0, new byte[8]), "new");
    private static readonly UserCreated Created = new(Role.Operator, Old, Scenario.Start);

    private static Scenario User(params IReadOnlyList<Happening> given) => new(UserKind.Kind, new UserId("ann").EntityId, given);

    [Fact]
    public void A_user_is_created_edited_and_removed()
    {
        User().When(new CreateUser(Role.Operator, Old)).Then(Created);
        User(Created).When(new CreateUser(Role.Admin, New)).ThenRefused("exists");
        User(Created).When(new EditUser(Role.Editor, Disabled: true))
            .Then(new UserEdited(Role.Editor, true), new SessionsEnded(Scenario.Start));
        User(Created).When(new EditUser((Role)9, Disabled: false))
            .ThenRefused("invalid").Fields.ShouldHaveSingleItem().Field.ShouldBe("role");
        User(Created).When(new RemoveUser()).Then(new UserRemoved());
        User(Created, new UserRemoved()).When(new EditUser(Role.Viewer, Disabled: false)).ThenRefused("not-found");
        User().When(new RemoveUser()).Then();
    }

    [Fact]
    public void A_new_password_and_a_logout_end_the_sessions_from_before()
    {
        var later = TimeSpan.FromHours(1);
        User(Created).When(new ChangePassword(New), later).Then(new PasswordChanged(New, Scenario.Start + later));
        User(Created).When(new EndSessions(), later).Then(new SessionsEnded(Scenario.Start + later));
        ((UserState)User(Created, new SessionsEnded(Scenario.Start + later)).Order).SessionsFrom.ShouldBe(Scenario.Start + later);
        ((UserState)User(Created, new PasswordChanged(New, Scenario.Start + later)).Order).SessionsFrom.ShouldBe(Scenario.Start + later);
    }

    [Fact]
    public void Sessions_end_also_where_the_wall_clock_was_set_back_and_a_name_that_is_given_again_begins_without_any()
    {
        User(Created, new SessionsEnded(Scenario.Start + TimeSpan.FromHours(1))).When(new EndSessions(), TimeSpan.FromMinutes(1))
            .Then(new SessionsEnded(Scenario.Start + TimeSpan.FromMinutes(1)));
        var earlier = Scenario.Start - TimeSpan.FromHours(1);
        int[] endings =
        [
            Endings(Created), Endings(Created, new SessionsEnded(Scenario.Start)),
            Endings(Created, new SessionsEnded(Scenario.Start), new PasswordChanged(New, earlier)),
            Endings(Created, new SessionsEnded(Scenario.Start), new PasswordChanged(New, earlier), new UserRemoved(), Created),
        ];
        endings.ShouldBe([0, 1, 2, 3]);

        static int Endings(params IReadOnlyList<Happening> given) => ((UserState)User(given).Order).Endings;
    }

    [Fact]
    public void Disabling_a_user_ends_the_sessions_for_good_and_so_does_enabling_one_disabled_by_an_older_program()
    {
        var later = TimeSpan.FromHours(1);
        User(Created).When(new EditUser(Role.Operator, Disabled: true), later)
            .Then(new UserEdited(Role.Operator, true), new SessionsEnded(Scenario.Start + later));
        User(Created, new UserEdited(Role.Operator, true)).When(new EditUser(Role.Operator, Disabled: false), later)
            .Then(new UserEdited(Role.Operator, false), new SessionsEnded(Scenario.Start + later));
        // a new role is effective at once
        User(Created).When(new EditUser(Role.Admin, Disabled: false), later).Then(new UserEdited(Role.Admin, false));
    }

    [Fact]
    public void The_same_command_twice_stores_nothing_more()
    {
        var commands =
            from seconds in Gen.Choose(0, 90)
            from command in Gen.Elements<Command>(
                new CreateUser(Role.Viewer, Old), new CreateUser(Role.Viewer, New), new EditUser(Role.Admin, true),
                new EditUser(Role.Viewer, false), new ChangePassword(New), new EndSessions(), new RemoveUser())
            select command with { Origin = new Origin("ada", Scenario.Start + TimeSpan.FromSeconds(seconds)) };
        Prop.ForAll(commands.ListOf().ToArbitrary(), said =>
        {
            var decider = new UserDecider();
            var order = decider.NoOrder;
            foreach (var command in said)
            {
                var first = decider.Decide(order, UserLive.None, command);
                order = first.Events.Aggregate(order, decider.Evolve);
                var second = decider.Decide(order, UserLive.None, command);
                second.Events.ShouldBeEmpty();
                if (first.Refusal is null)
                    second.Refusal.ShouldBeNull();
            }
        }).QuickCheckThrowOnFailure();
    }
}
