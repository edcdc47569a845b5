using System.Globalization;
using System.Text.Json;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/timeline: events, observations and refusals.</summary>
internal sealed class TimelineEndpoints(IHistory history, OwnedHistory owned, Catalogue catalogue) : IEndpoints
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "timeline", Role.Viewer, "What happened, newest first.", List)
        {
            Query =
            [
                new("entity", "Only this one: KIND/ID. For an input or output, its workload's phases and failures are included.",
                    "output/youtube"), new("kind", "Only this kind.", "workload"),
                    new("from", "From this time on.", "2026-01-31T12:00:00Z"),
                new("until", "Before this time.", "2026-02-01T00:00:00Z"),
                new("before", "Continue after the last page: its 'next'.", "4711@639000000000000000"),
                new("size", "Maximum number of entries: 1 to 500; 100 by default.", "100"),
            ],
            Reply = WireJson.Plain.PagesTimelineView,
        },
    ];

    private async Task<Outcome> List(Call call)
    {
        var query = call.Query;
        var (id, kind) = (ChangeEndpoints.EntityOf(query, needed: false), query.Text("kind"));
        var (from, until, size, before) =
            (query.Time("from"), query.Time("until"), query.Number("size", 100, 1, Paging.MaxSize), ChangeEndpoints.Position(query));
        if (query.Faults.Count > 0)
            return Outcome.Invalid(query.Faults);
        if (new[] { kind, id?.Kind }.OfType<string>().FirstOrDefault(k => !call.Principal.MaySee(k)) is { } hidden)
            return call.Principal.NotSeen(hidden);
        await catalogue.Ready.WaitAsync(call.Stop);
        var asked = new HistoryQuery(id, kind is null ? null : [kind], from, until, before, size)
        {
            Hidden = [.. Principal.GuardedKinds.Where(k => !call.Principal.MaySee(k))],
        };
        var told = id is { } one ? await owned.Of(one, asked, call.Stop) : await history.Timeline(asked, call.Stop);
        return Page(told, size);
    }

    internal static Outcome Page(IReadOnlyList<TimelineEntry> told, int size) => Outcome.Ok(
        new Pages<TimelineView>([.. told.Select(View)],
            told.Count < size ? null : string.Create(CultureInfo.InvariantCulture, $"{told[^1].Position}@{told[^1].At.UtcTicks}")),
        WireJson.Plain.PagesTimelineView);

    internal static TimelineView View(TimelineEntry timelineEntry)
    {
        using var detail = JsonDocument.Parse(ShownDetail.Of(timelineEntry.Detail));
        return new TimelineView(timelineEntry.At, timelineEntry.Id.Kind, timelineEntry.Id.Id, timelineEntry.Node, timelineEntry.Sequence,
            timelineEntry.Who, timelineEntry.Name, detail.RootElement.Clone()) { Owner = Owner(timelineEntry.Id) };
    }

    private static string? Owner(EntityId id) => id.Kind != WorkloadId.Kind
        ? null
        : WorkloadId.OwnerOf(id.Id, isIngest: true) is { } input ? $"input/{input}"
        : WorkloadId.OwnerOf(id.Id, isIngest: false) is { } output ? $"output/{output}" : null;
}
