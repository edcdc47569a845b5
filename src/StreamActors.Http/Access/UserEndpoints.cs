using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/users</summary>
internal sealed class UserEndpoints(IEntities entities, ISecrets secrets, PasswordChecks passwords, Quota quota, Catalogue catalogue)
    : IEndpoints
{
    private static readonly IReadOnlyDictionary<string, Func<Entry, string>> Sorts =
        new Dictionary<string, Func<Entry, string>>(StringComparer.Ordinal)
    {
        ["id"] = e => e.Id.Id,
        ["role"] = e => Authorizer.Word(((UserState)e.Order).Role),
    };

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "users", Role.Admin, "Users.", List) { Query = Paging.Parameters(Sorts.Keys), Reply = WireJson.Plain.ListingUserView },
        new("POST", "users", Role.Admin, "Creates a user.", Create) { Body = WireJson.Plain.UserDraft, Reply = WireJson.Plain.UserView,
            Status = 201, Codes = ["exists", "quota"] },
        new("GET", "users/{id}", Role.Admin, "One user.", Get) { Reply = WireJson.Plain.UserView, Codes = ["not-found"] },
        new("PATCH", "users/{id}", Role.Admin,
            "Changes a user's role or password, or disables one. A new password ends every session of the user, and so does disabling.",
            Edit) { Body = WireJson.Plain.UserDraft, IsPatch = true, Reply = WireJson.Plain.UserView, HonoursIfMatch = true,
                Codes = ["not-found"] },
        new("DELETE", "users/{id}", Role.Admin, "Removes a user.", Remove) { Status = 204, HonoursIfMatch = true, Codes = ["not-found"] },
        new("POST", "users/{id}/end-sessions", Role.Admin, "Ends every session of a user.", EndSessions) { Status = 204,
            Codes = ["not-found"] },
    ];

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        return Paging.Page(call.Query, catalogue.All(UserId.Kind).Where(e => e.Order is UserState { IsThere: true }), Sorts, e => e.Id.Id,
            View, WireJson.Plain.ListingUserView);
    }

    private async Task<Outcome> Create(Call call)
    {
        var draft = call.Body<UserDraft>();
        List<FieldFault> faults = [.. Ids.Faults(draft.Id), .. PasswordChecks.Faults(draft.Password ?? "")];
        if (Roles.Parse(draft.Role) is null)
            faults.Add(Roles.Fault(draft.Role));
        faults.AddRange(Beyond(call.Principal, draft, before: null));
        if (draft.Disabled == true)
            faults.Add(new FieldFault("disabled", "true", "false; a user can be disabled after it was created"));
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        var id = new UserId(draft.Id).EntityId;
        if (quota.Of(id) is { } full)
            return Outcome.Refused(full);
        var box = await secrets.Seal(new Secret(await passwords.Hash(new Secret(draft.Password!), call.Stop)), call.Stop);
        var reply = await entities.Ask(id, new CreateUser(Roles.Parse(draft.Role)!.Value, box) { Origin = call.Origin }, call.Command);
        if (reply is Refused || (reply is Done { Events: [UserCreated created] } && created.Password != box))
            await secrets.Destroy(box, CancellationToken.None);
        return await After(id, reply, call) is { Status: 200 } well ? well with { Status = 201, Location = $"/api/v1/users/{draft.Id}" }
            : RefusalToProblem.Of(reply);
    }

    private Task<Outcome> Get(Call call) => Task.FromResult(Shown(call.Route("id")));

    private async Task<Outcome> Edit(Call call)
    {
        if (!UserId.IsWellFormed(call.Route("id"))
            || await entities.Read(new UserId(call.Route("id")).EntityId) is not { Order: UserState { IsThere: true } before } reading)
            return NotFound(call.Route("id"));
        var id = new UserId(call.Route("id")).EntityId;
        var (draft, faults) = MergePatch.Over(new UserDraft { Id = id.Id, Role = Authorizer.Word(before.Role), Disabled = before.Disabled },
            call.Patch, WireJson.Plain.UserDraft);
        if (draft is null)
            return Outcome.Invalid(faults);
        faults =
        [
            .. Ids.Kept(id.Id, draft.Id), .. draft.Password is null ? [] : PasswordChecks.Faults(draft.Password),
            .. Roles.Parse(draft.Role) is null ? [Roles.Fault(draft.Role)] : Array.Empty<FieldFault>(),
            .. Beyond(call.Principal, draft, before),
        ];
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        Reply reply = await entities.Ask(id, new EditUser(Roles.Parse(draft.Role)!.Value, draft.Disabled ?? false) { Origin = call.Origin },
            call.Command, call.Expected ?? reading.Version);
        if (reply is Done edited && draft.Password is { } password)
        {
            await catalogue.Learn(id, edited, call.Principal.Who);
            reply = await passwords.Change(id, new Secret(password), call.Origin, CommandId.Of($"{call.Command}|password"), call.Stop);
        }
        return await After(id, reply, call);
    }

    private async Task<Outcome> Remove(Call call)
    {
        if (Shown(call.Route("id")) is { Status: not 200 } none)
            return none;
        var id = new UserId(call.Route("id")).EntityId;
        var reply = await entities.Ask(id, new RemoveUser { Origin = call.Origin }, call.Command, call.Expected);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent;
    }

    private async Task<Outcome> EndSessions(Call call)
    {
        if (Shown(call.Route("id")) is { Status: not 200 } none)
            return none;
        var id = new UserId(call.Route("id")).EntityId;
        return await After(id, await entities.Ask(id, new EndSessions { Origin = call.Origin }, call.Command),
            call) is { Status: not 200 } refused ? refused : Outcome.NoContent;
    }

    private async Task<Outcome> After(EntityId id, Reply reply, Call call)
    {
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Shown(id.Id);
    }

    private Outcome Shown(string id) =>
        UserId.IsWellFormed(id) && catalogue.Find(new UserId(id).EntityId) is { Order: UserState { IsThere: true } } entry
        ? Outcome.Ok(View(entry), WireJson.Plain.UserView) with { Version = entry.Version }
        : NotFound(id);

    /// <summary>Users have no scopes: a password set with a scoped key would give more rights than the key has.</summary>
    private static IEnumerable<FieldFault> Beyond(Principal principal, UserDraft draft, UserState? before)
    {
        if (principal.Scopes.Length > 0 && (before is null || before.Role == Role.Admin || Roles.Parse(draft.Role) > before.Role))
            yield return new FieldFault("role", draft.Role, "a key without scopes: users have none, and could do more than the key");
        if (principal.Scopes.Length > 0 && before is not null && draft.Password is not null)
            yield return new FieldFault("password", Secret.Mask, "a key without scopes: the user could do more than the key");
        if (principal.Scopes.Length > 0 && before is { Disabled: true } && draft.Disabled != true)
            yield return new FieldFault("disabled", "false", "a key without scopes: the user could do more than the key");
    }

    private static Outcome NotFound(string id) => Outcome.Refused(ConfigRefusals.NotFound("user", id));

    private static UserView View(Entry entry)
    {
        var user = (UserState)entry.Order;
        return new UserView(entry.Id.Id, Authorizer.Word(user.Role), user.Disabled, entry.Created, entry.Version);
    }
}
