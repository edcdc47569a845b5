using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

public sealed class UserDecider : Decider<UserState, UserLive>
{
    public override UserState NoOrder => UserState.None;

    public override UserLive NoLive => UserLive.None;

    public override Decision Decide(UserState order, UserLive live, Command command) => (command, order.IsThere) switch
    {
        (CreateUser c, false) => Checked(c.Role, new UserCreated(c.Role, c.Password, c.Origin.At)),
        (CreateUser c, true) => order.Password == c.Password ? Decision.Nothing
            : Decision.Refuse("exists", "This user exists already: edit it, or choose another id."),
        (RemoveUser, false) => Decision.Nothing,
        (_, false) => Decision.Refuse("not-found", "There is no user with this id."),
        (EditUser c, _) => (order.Role, order.Disabled) == (c.Role, c.Disabled) ? Decision.Nothing : Checked(c.Role, Edited(order, c)),
        (ChangePassword c, _) =>
            order.Password == c.Password ? Decision.Nothing : Decision.Store(new PasswordChanged(c.Password, c.Origin.At)),
        (EndSessions c, _) => c.Origin.At == order.SessionsFrom ? Decision.Nothing : Decision.Store(new SessionsEnded(c.Origin.At)),
        (RemoveUser, _) => Decision.Store(new UserRemoved()),
        _ => throw Unknown(command),
    };

    public override UserState Evolve(UserState order, Event happened) => happened switch
    {
        UserCreated e => new UserState(e.Role, false, e.Password, e.At) { Endings = order.Endings },
        UserEdited e => order with { Role = e.Role, Disabled = e.Disabled },
        PasswordChanged e => order with { Password = e.Password, SessionsFrom = e.At, Endings = order.Endings + 1 },
        SessionsEnded e => order with { SessionsFrom = e.At, Endings = order.Endings + 1 },
        UserRemoved => UserState.None with { Endings = order.Endings + 1 }, // old tokens are invalid for a new user of this name
        _ => throw Unknown(happened),
    };

    /// <summary>Disabling ends all sessions: a user who is enabled again must log in again.</summary>
    private static Event[] Edited(UserState order, EditUser c) => order.Disabled == c.Disabled
        ? [new UserEdited(c.Role, c.Disabled)]
        : [new UserEdited(c.Role, c.Disabled), new SessionsEnded(c.Origin.At)];

    private static Decision Checked(Role role, params IReadOnlyList<Event> sound) => role != Role.Reader && Enum.IsDefined(role)
        ? Decision.Store(sound)
        : Decision.Refuse("invalid", "One field of the user is invalid.",
        new FieldFault("role", $"{role}", "viewer, operator, editor or admin"));
}
