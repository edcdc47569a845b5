using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>A timeline entry as text.</summary>
internal static class TimelineText
{
    public static string Words(JsonView entry)
    {
        var detail = entry.At(nameof(TimelineView.Detail));
        return entry.Text(nameof(TimelineView.Name)) switch
        {
            "workload-moved" => Moved(detail),
            "workload-failed" => $"failed ({detail.At("failure").Text("class")}): {detail.At("failure").Text("text")}",
            "workload-started" => string.Create(CultureInfo.InvariantCulture,
                $"was started on {detail.Text("node")}, incarnation {entry.Whole(nameof(TimelineView.Number))}"),
            "workload-proved-on-air" => "the destination accepted media for the first time",
            "workload-parked" => $"was parked: {detail.Text("why")}",
            "workload-unparked" => $"was unparked: {detail.Text("why")}",
            "workload-assigned" => $"was ordered {(detail.Flag("on") ? "on" : "off")} for {detail.Text("owner")}",
            "workload-retired" => $"{detail.Text("owner")} was removed",
            "workload-begun-anew" => "failure count was reset",
            "workload-recovered" => "is healthy again: failure count was reset",
            "workload-source-seen" =>
                detail.At("here").IsThere ? $"its source is on {detail.At("here").Text("node")}" : "its source is gone",
            "workload-media-seen" => detail.Flag("open") ? "its media connection is open" : "its media connection is closed",
            "input-switched" or "output-switched" => $"was ordered {(detail.Flag("on") ? "on" : "off")}",
            "input-created" or "output-created" => "was created",
            "input-edited" or "output-edited" => "was edited",
            "input-removed" or "output-removed" => "was removed",
            "input-output-attached" => $"{(detail.At("until").IsThere ? "reserved a place for" : "feeds")} output/{detail.Text("output")}",
            "input-claimed" => $"publisher {Publisher(detail)} "
                + (detail.At("replaced").IsThere ? $"took over from {detail.At("replaced").Text("address")}" : "connected"),
            "input-departed" => $"publisher {Publisher(detail)} disconnected",
            "input-publisher-refused" => $"publisher {Publisher(detail)} was refused: {detail.Text("reason")}",
            "input-output-settled" => $"feeds output/{detail.Text("output")}",
            "input-output-detached" => detail.Text("attempt").Length > 0 ? $"released the place reserved for output/{detail.Text("output")}"
                : $"no longer feeds output/{detail.Text("output")}",
            var other => other.Replace('-', ' '),
        };
    }

    /// <summary>False for entries that add nothing to their neighbours when only the cause matters.</summary>
    public static bool Explains(JsonView entry) =>
        entry.Text(nameof(TimelineView.Name)) is not ("workload-source-seen" or "workload-media-seen" or "workload-proved-on-air");

    private static string Publisher(JsonView detail)
    {
        var publisher = detail.At("publisher");
        return publisher.Text("software") is { Length: > 0 } software ? $"{publisher.Text("address")} ({software})"
            : publisher.Text("address");
    }

    private static string Moved(JsonView detail) =>
        $"{detail.Text("to")}{(detail.Text("reason") is { Length: > 0 } reason ? $": {reason}" : "")}";
}
