using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/login, /me: login sessions.</summary>
internal sealed class LoginEndpoints(IEntities entities, Sessions sessions, PasswordChecks passwords, RateLimits rateLimits,
    SignInLink link, Catalogue catalogue, TimeProvider time) : IEndpoints
{
    public IEnumerable<Operation> Operations =>
    [
        new("POST", "login", null, "Opens a session for 24 hours; it can be renewed.", Login) { Body = WireJson.Plain.LoginDraft,
            Reply = WireJson.Plain.SessionView, Codes = ["unauthorized"] },
        new("POST", "login/link", null,
            "Opens a session for the first administrator with the one-time link that ./streamactors up printed. The user admin is created, "
                + "without a password: me/password sets it.", Link)
        {
            Body = WireJson.Plain.SignInLinkDraft, Reply = WireJson.Plain.SessionView, Codes = ["unauthorized"],
        },
        new("POST", "me/renew", Role.Viewer, "Renews the session for another 24 hours, up to 30 days after the login.",
            Renew) { Reply = WireJson.Plain.SessionView, Codes = ["not-a-session"] },
        new("POST", "me/logout", Role.Viewer, "Ends every session of the user who asks.", Logout) { Status = 204,
            Codes = ["not-a-session"] },
        new("POST", "me/password", Role.Viewer, "Changes the caller's own password, and ends all of the caller's sessions.",
            Change) { Body = WireJson.Plain.PasswordDraft, Status = 204, Codes = ["not-a-session", "unauthorized"] },
        new("GET", "me", Role.Viewer, "The caller, with role and scopes.", Me) { Reply = WireJson.Plain.PrincipalView },
    ];

    private async Task<Outcome> Login(Call call)
    {
        var draft = call.Body<LoginDraft>();
        await catalogue.Ready.WaitAsync(call.Stop);
        var limitKey = RateLimits.AddressKey(call.Http);
        if (!rateLimits.MayTry(limitKey))
            return RateLimits.TooManyGuesses;
        await catalogue.CatchUp(call.Stop); // the user may be a moment old
        var user = UserId.IsWellFormed(draft.User) ? catalogue.Find(new UserId(draft.User).EntityId)?.Order as UserState : null;
        switch (await passwords.IsRight(user, new Secret(draft.Password), call.Stop))
        {
            case null:
                return PasswordChecks.Busy;
            case true when user is { Disabled: false }:
                return await Open(call, draft.User, user.Role, user.Endings, time.GetUtcNow(), draft.Cookie == true);
            default:
                rateLimits.WasWrong(limitKey);
                return Outcome.Refused("unauthorized", "Wrong user or password.",
                    new FieldFault("password", Secret.Mask, "the user's password"));
        }
    }

    private async Task<Outcome> Link(Call call)
    {
        var draft = call.Body<SignInLinkDraft>();
        await catalogue.Ready.WaitAsync(call.Stop);
        var limitKey = RateLimits.AddressKey(call.Http);
        if (!rateLimits.MayTry(limitKey))
            return RateLimits.TooManyGuesses;
        if (await link.Use(draft.Code, call) is { } user)
            return await Open(call, SignInLink.FirstUser, user.Role, user.Endings, time.GetUtcNow(), draft.Cookie == true);
        rateLimits.WasWrong(limitKey);
        return Outcome.Refused("unauthorized", "This sign-in link is unknown, expired or used already.",
            new FieldFault("code", Secret.Mask, "the link that the last start of the server printed, once and within "
                + $"{Duration.Text(SignInLink.Life)}; or a user and password, or an API key"));
    }

    private async Task<Outcome> Open(Call call, string user, Role role, int endings, DateTimeOffset loggedIn, bool inCookie)
    {
        var (token, expires) = await sessions.Open(user, endings, loggedIn, call.Stop);
        if (inCookie)
            SessionCookie.Set(call.Http, token, expires);
        return Outcome.Ok(new SessionView(inCookie ? null : token, expires, user, Authorizer.Word(role)), WireJson.Plain.SessionView);
    }

    private async Task<Outcome> Renew(Call call)
    {
        if (call.Principal.User is not { } user || Authorizer.Credentials(call.Http) is not { } shown
            || await sessions.Find(shown, call.Stop) is not { } session)
            return NoSession(call);
        return await Open(call, user, call.Principal.Role!.Value, session.Endings, session.LoggedIn,
            inCookie: shown == SessionCookie.Of(call.Http));
    }

    private async Task<Outcome> Logout(Call call)
    {
        if (call.Principal.User is not { } user)
            return NoSession(call);
        var id = new UserId(user).EntityId;
        var outcome = await After(id, await entities.Ask(id, new EndSessions { Origin = call.Origin }, call.Command), call);
        if (outcome.Status == 204 && SessionCookie.Of(call.Http) is not null)
            SessionCookie.Delete(call.Http);
        return outcome;
    }

    private async Task<Outcome> Change(Call call)
    {
        if (call.Principal.User is not { } name)
            return NoSession(call);
        var draft = call.Body<PasswordDraft>();
        if (PasswordChecks.Faults(draft.Password).ToList() is { Count: > 0 } faults)
            return Outcome.Invalid(faults);
        var id = new UserId(name).EntityId;
        var limitKey = RateLimits.PasswordOf(name);
        if (!rateLimits.MayTry(limitKey))
            return RateLimits.TooManyGuesses;
        var user = catalogue.Find(id)?.Order as UserState;
        var isUnset = user is not null && await passwords.IsUnset(user, call.Stop);
        switch (isUnset ? true : await passwords.IsRight(user, new Secret(draft.Old), call.Stop))
        {
            case null:
                return PasswordChecks.Busy;
            case false:
                rateLimits.WasWrong(limitKey);
                return Outcome.Refused("unauthorized", "The old password is wrong.",
                    new FieldFault("old", Secret.Mask, "your current password"));
        }
        return await After(id, await passwords.Change(id, new Secret(draft.Password), call.Origin, call.Command, call.Stop), call);
    }

    private async Task<Outcome> Me(Call call) => Outcome.Ok(
        new PrincipalView(call.Principal.Who, Authorizer.Word(call.Principal.Role!.Value), call.Principal.Scopes, call.Principal.Until,
            call.Principal.User is { } name && catalogue.Find(new UserId(name).EntityId)?.Order is UserState user
            && await passwords.IsUnset(user, call.Stop)), WireJson.Plain.PrincipalView);

    private async Task<Outcome> After(EntityId id, Reply reply, Call call)
    {
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent;
    }

    private static Outcome NoSession(Call call) =>
        Outcome.Refused("not-a-session", $"{call.Principal.Who} has no login session: POST /api/v1/login first.");
}
