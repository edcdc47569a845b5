using System.Collections.Immutable;
using System.Globalization;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Inputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/keys</summary>
internal sealed class KeyEndpoints(IEntities entities, ApiKeys keys, Sessions sessions, Quota quota, Catalogue catalogue) : IEndpoints
{
    private static readonly IReadOnlyDictionary<string, Func<Entry, string>> Sorts =
        new Dictionary<string, Func<Entry, string>>(StringComparer.Ordinal)
    {
        ["id"] = e => e.Id.Id,
        ["name"] = e => ((KeyState)e.Order).Config!.Name,
    };

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "keys", Role.Admin, "The API keys, without the keys themselves.", List) { Query = Paging.Parameters(Sorts.Keys),
            Reply = WireJson.Plain.ListingKeyView },
        new("POST", "keys", Role.Admin, "Creates an API key. It is shown in this answer only.", Issue) { Body = WireJson.Plain.KeyDraft,
            Reply = WireJson.Plain.KeyIssuedView, Status = 201, Codes = ["quota"] },
        new("DELETE", "keys/{id}", Role.Admin, "Revokes an API key immediately and permanently.", Revoke) { Status = 204,
            Codes = ["not-found"] },
        new("POST", "keys/rotate-signing", Role.Admin,
            "Signs login sessions with a new key. Older sessions stay valid until they expire (a day at most) or until the next "
                + "rotation; with now=true they end at once.", Rotate)
        {
            Query = [new("now", "true: sessions signed with the old key end at once.", "true")], Reply = WireJson.Plain.SigningView,
        },
    ];

    private async Task<Outcome> Rotate(Call call)
    {
        var now = call.Query.Flag("now") == true;
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        var (order, refused) = await sessions.Rotate(now, call.Command, call.Origin, call.Stop);
        return refused is not null ? RefusalToProblem.Of(refused) : Outcome.Ok(Configured.View(order), WireJson.Plain.SigningView);
    }

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        return Paging.Page(call.Query, catalogue.All(KeyId.Kind).Where(e => e.Order is KeyState { Config: not null }), Sorts, e => e.Id.Id,
            View, WireJson.Plain.ListingKeyView);
    }

    private async Task<Outcome> Issue(Call call)
    {
        var draft = call.Body<KeyDraft>();
        List<FieldFault> faults = [];
        var role = Roles.Parse(draft.Role, Role.Reader);
        if (role is null)
            faults.Add(Roles.Fault(draft.Role, Role.Reader));
        else if (role > call.Principal.Role)
            faults.Add(new FieldFault("role", draft.Role, "a role that is not above your own"));
        var scopes = draft.Scopes ?? [];
        faults.AddRange(role == Role.Reader
            ? scopes.Where(s => catalogue.Find(InputId.Kind, s)?.Order is not InputState { Config: not null })
                .Select(s => new FieldFault("scopes", ConfigRefusals.Short(s), "ids of inputs, as a reader takes their streams"))
            : scopes.Where(s => !Scopes.Contains(s, StringComparer.Ordinal))
                .Select(s => new FieldFault("scopes", s, $"some of {string.Join(", ", Scopes)}")));
        IReadOnlyList<string> wanted = role == Role.Reader ? [RelayScope] : scopes;
        if (call.Principal.Scopes is { Length: > 0 } own && (wanted.Count == 0 || wanted.Except(own, StringComparer.Ordinal).Any()))
            faults.Add(new FieldFault("scopes", string.Join(", ", draft.Scopes ?? []), $"some of your own: {string.Join(", ", own)}"));
        if (call.Principal is { Scopes.Length: > 0, Until: { } until } && (draft.Expires is not { } expires || expires > until))
        {
            var given = draft.Expires?.ToString("O", CultureInfo.InvariantCulture);
            faults.Add(new FieldFault("expires", given, $"{until:O}, when your own key expires, or before"));
        }
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        // The id is derived from the command id, so that a repeated request finds the key it created.
        var id = new KeyId(CommandId.Of($"{call.Command}|key").ToString()[..12]);
        if (quota.Of(id.EntityId) is { } full)
            return Outcome.Refused(full);
        var key = ApiKeys.Make(id.Value);
        var config = new KeyConfig(draft.Name.Trim(), role!.Value, [.. scopes],
            draft.Expires?.ToUniversalTime(), keys.HashOf(key));
        var reply = await entities.Ask(id.EntityId, new IssueKey(config) { Origin = call.Origin }, call.Command);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id.EntityId, done, call.Principal.Who);
        var issued = done.Events.OfType<KeyIssued>().Single().Config;
        return new Outcome(201, new KeyIssuedView(id.Value, issued.Hash == config.Hash ? key.Reveal() : null,
            View(catalogue.Find(id.EntityId)!)), WireJson.Plain.KeyIssuedView) { Location = $"/api/v1/keys/{id.Value}" };
    }

    private async Task<Outcome> Revoke(Call call)
    {
        if (!KeyId.IsWellFormed(call.Route("id")))
            return Outcome.Refused(ConfigRefusals.NotFound("key", call.Route("id")));
        var id = new KeyId(call.Route("id")).EntityId;
        var reply = await entities.Ask(id, new RevokeKey { Origin = call.Origin }, call.Command);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent;
    }

    /// <summary>For the streams of inputs.</summary>
    public const string RelayScope = "relay";

    private static readonly ImmutableArray<string> Scopes =
        ["inputs", "outputs", "workloads", "alerts", "alert-rules", "channels", "timeline", "changes", "live", "events", "nodes",
        "settings", "export", "import", "backup", "keys", "users", "me", "metrics", "health", "entities", "journal", RelayScope];

    private static KeyView View(Entry entry)
    {
        var (config, revoked) = (KeyState)entry.Order;
        return new KeyView(entry.Id.Id, config!.Name, Authorizer.Word(config.Role), config.Scopes, entry.Created, config.Expires, revoked);
    }
}

internal static class Roles
{
    /// <param name="least">Only keys may be readers.</param>
    public static Role? Parse(string word, Role least = Role.Viewer) =>
        Enum.GetValues<Role>().Select(r => (Role?)r).FirstOrDefault(r => r >= least && Authorizer.Word(r!.Value) == word);

    public static FieldFault Fault(string word, Role least = Role.Viewer) =>
        new("role", word, $"{(least == Role.Reader ? "reader, " : "")}viewer, operator, editor or admin");
}
