using System.Globalization;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/changes: the audit log of configuration changes, and undo.</summary>
internal sealed class ChangeEndpoints(History history, AsOf asOf, Undo undo, Catalogue catalogue) : IEndpoints
{
    private static readonly QueryParameter Entity = new("entity", "Only this one: KIND/ID.", "input/cam1");

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "changes", Role.Viewer, "Changes of the configuration, newest first, with who, when, before and after.", List)
        {
            Query = [Entity,
                new("kind", "Only this kind: input, output, alert-rule, channel; and for who may list them, user, key or signing.",
                    "output"), new("from", "Not before this time.", "2026-01-31T12:00:00Z"),
                    new("until", "Before this time.", "2026-02-01T00:00:00Z"),
                    new("before", "Continue after the last page: its 'next'.", "4711"),
                    new("size", "Most entries: 1 to 500; 100 by default.", "100")],
            Reply = WireJson.Plain.PagesChangeView,
        },
        new("GET", "changes/as-of", Role.Viewer, "The configuration as it was at a time.",
            AsOf) { Query = [new("at", "The time.", "2026-01-31T12:00:00Z"), Entity], Reply = WireJson.Plain.ExportView },
        new("GET", "changes/diff", Role.Viewer, "The difference between two versions of one entity.",
            Diff) { Query = [Entity, new("from", "The version to compare from; 0: before it existed.", "1"),
                new("to", "The version to compare with; the newest by default.", "3")], Reply = WireJson.Plain.DiffView,
                Codes = ["not-found"] },
        new("POST", "changes/{kind}/{id}/{number}/undo", Role.Editor, "Undoes one change, by a new change.",
            TakeBack) { Reply = WireJson.Plain.ChangeView,
                Codes = ["not-found", "cannot-undo", "taken", "loop", "in-use", "output-limit", "quota"] },
    ];

    private async Task<Outcome> List(Call call)
    {
        var (query, id) = (call.Query, EntityOf(call.Query, needed: false));
        var kind = query.OneOf("kind", [.. History.Kinds]);
        var (from, until, size) = (query.Time("from"), query.Time("until"), query.Number("size", 100, 1, Paging.MaxSize));
        var before = Position(query);
        if (query.Faults.Count > 0)
            return Outcome.Invalid(query.Faults);
        if (new[] { kind, id?.Kind }.OfType<string>().FirstOrDefault(k => !call.Principal.MaySee(k)) is { } hidden)
            return call.Principal.NotSeen(hidden);
        IReadOnlyList<string> kinds = kind is null ? [.. History.Kinds.Where(call.Principal.MaySee)] : [kind];
        var (changes, next) = await history.Page(new HistoryQuery(id, kinds, from, until, before, size), call.Stop);
        return Outcome.Ok(new Pages<ChangeView>(changes, next?.ToString(CultureInfo.InvariantCulture)), WireJson.Plain.PagesChangeView);
    }

    private async Task<Outcome> AsOf(Call call)
    {
        var (at, id) = (call.Query.Time("at"), EntityOf(call.Query, needed: false));
        if (call.Query.Text("at") is null)
            call.Query.Faults.Add(new FieldFault("at", null, "a time such as 2026-01-31T12:00:00Z"));
        return call.Query.Faults.Count > 0 ? Outcome.Invalid(call.Query.Faults)
            : Outcome.Ok(await asOf.Configuration(at!.Value, id, call.Stop), WireJson.Plain.ExportView);
    }

    private async Task<Outcome> Diff(Call call)
    {
        var id = EntityOf(call.Query, needed: true);
        var (from, to) = (call.Query.Number("from", 0, 0, int.MaxValue), call.Query.Number("to", int.MaxValue, 1, int.MaxValue));
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        if (!call.Principal.MaySee(id!.Value.Kind))
            return call.Principal.NotSeen(id.Value.Kind);
        var steps = await history.Of(id.Value, call.Stop);
        if (steps.Count == 0 || from > steps.Count)
            return Outcome.Refused("not-found", $"{id} has no version {from}; its newest is {steps.Count}.");
        var (before, after) = (from == 0 ? steps[0].Before : steps[from - 1].After, steps[Math.Min(to, steps.Count) - 1].After);
        return Outcome.Ok(
            new DiffView(id.Value.Kind, id.Value.Id, from, Math.Min(to, steps.Count),
                Difference.Of(Configured.Shown(id.Value.Id, before), Configured.Shown(id.Value.Id, after),
                    history.Replaced(before, after))),
            WireJson.Plain.DiffView);
    }

    private async Task<Outcome> TakeBack(Call call)
    {
        var (kind, id) = (call.Route("kind"), call.Route("id"));
        if (!History.Kinds.Contains(kind, StringComparer.Ordinal) || !EntityId.IsWellFormed(id)
            || !long.TryParse(call.Route("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Outcome.Refused("not-found",
                "There is no such change: the path is changes/KIND/ID/NUMBER/undo, with an id that GET changes lists.");
        if (!call.Principal.MaySee(kind))
            return call.Principal.NotSeen(kind);
        var entity = new EntityId(kind, id);
        var reply = await undo.Of(entity, number, call.Context);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(entity, done, call.Principal.Who);
        var newest = (await history.Of(entity, call.Stop)).Last(s => s.Recorded.Sequence <= done.Version
            && History.IsChange(s.Recorded.Envelope.Event));
        return Outcome.Ok(history.View(newest), WireJson.Plain.ChangeView) with { Version = done.Version };
    }

    internal static (long Position, DateTimeOffset At)? Position(Query query)
    {
        if (query.Text("before") is not { } text)
            return null;
        if (text.Split('@', 2) is [var number, .. var rest]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && (rest.Length == 0 || long.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            && (rest.Length == 0 || long.Parse(rest[0], CultureInfo.InvariantCulture) <= DateTimeOffset.MaxValue.UtcTicks))
            return (position,
                rest.Length == 0 ? default : new DateTimeOffset(long.Parse(rest[0], CultureInfo.InvariantCulture), TimeSpan.Zero));
        query.Faults.Add(new FieldFault("before", ConfigRefusals.Short(text), "the 'next' of the page before"));
        return null;
    }

    internal static EntityId? EntityOf(Query query, bool needed)
    {
        var text = query.Text("entity");
        if (text is null && !needed)
            return null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash > 0 && EntityId.IsWellFormed(text![..slash]) && !text[..slash].Contains('~', StringComparison.Ordinal)
            && EntityId.IsWellFormed(text[(slash + 1)..]))
            return EntityId.Parse(text);
        query.Faults.Add(new FieldFault("entity", text is null ? null : ConfigRefusals.Short(text), "KIND/ID, such as input/cam1"));
        return null;
    }
}
