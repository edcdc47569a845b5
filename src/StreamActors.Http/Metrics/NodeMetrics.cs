using StreamActors.Control;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>The folder whose disk is monitored.</summary>
public sealed record WatchedFolder(string Path);

/// <summary>The metrics of this node. Workloads on other nodes are reported there.</summary>
internal sealed class NodeMetrics(
    Catalogue catalogue, TelemetryCaches telemetryCaches, AlertBook alerts, ICluster cluster, LiveHub live, MeterReading meters,
    WorkloadTally tally, IRelayReaders readers, IStills stills, ITimeline timeline, WatchedFolder folder, TimeProvider time)
{
    /// <summary>/metrics, for Prometheus.</summary>
    public async Task Write(HttpContext http)
    {
        var text = new PrometheusText();
        WriteOwn(text);
        meters.Write(text);
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
    }

    /// <summary>Everything except the values of meters.</summary>
    public void WriteOwn(PrometheusText text)
    {
        text.Gauge("streamactors_inputs", "Configured inputs.",
            catalogue.All(InputId.Kind).Count(e => e.Order is InputState { Config: not null }))
            .Gauge("streamactors_outputs", "Configured outputs.",
            catalogue.All(OutputId.Kind).Count(e => e.Order is OutputState { Config: not null }))
            .Gauge("streamactors_nodes", "Nodes that are up, as this one sees them.", cluster.Members.Count(m => m.Status == "up"))
            .Gauge("streamactors_journal_position", "The position of the journal that this node has read up to.", catalogue.Position)
            .Gauge("streamactors_live_clients", "Connections of the live feed.", live.Clients)
            .Counter("streamactors_timeline_dropped_total", "Timeline entries dropped because they came faster than they could be written.",
            timeline.Dropped);
        foreach (var severity in Enum.GetValues<AlertSeverity>())
            text.Gauge("streamactors_alerts_firing", "Firing alerts in the whole cluster.",
                alerts.Firing.Count(a => a.State.Severity == severity), ("severity", AlertTerms.Word(severity)));
        tally.Forget(workload => catalogue.Find(new EntityId(WorkloadId.Kind, workload)) is { Order: WorkloadState { Spec: null } });
        foreach (var phase in telemetryCaches.Phases.All.Where(f => f.Node == cluster.Self))
            WriteWorkload(text, phase);
        foreach (var figure in telemetryCaches.Figures.All.Where(f => f.Node == cluster.Self))
            WorkloadText.Write(text, Labels(figure.Key, Of(figure.Key)), (WorkloadFigures)figure.Value!);
        if (telemetryCaches.Routers.Find(cluster.Self)?.Value is RouterHealth router)
            text.Gauge("streamactors_mediamtx_up", "Whether the API of the external MediaMTX can be used.", router.Up ? 1 : 0)
                .Gauge("streamactors_mediamtx_paths", "Paths that MediaMTX has for inputs of this node.", router.Paths)
                .Gauge("streamactors_mediamtx_ready_paths", "Paths among them that have media.", router.Ready)
                .Counter("streamactors_mediamtx_restarts_total", "Restarts of MediaMTX after which its paths were applied again.",
                router.Restarts);
        foreach (var total in readers.Totals)
            text.Gauge("streamactors_readers", "Connections that take the stream of an input, previews and stills included.", total.Now,
                ("protocol", total.Protocol))
                .Counter("streamactors_readers_sent_bytes_total", "Bytes sent to them.", total.Bytes, ("protocol", total.Protocol))
                .Counter("streamactors_readers_skipped_packets_total", "Packets of MPEG-TS they have lost because they did not keep up.",
                total.Skipped, ("protocol", total.Protocol));
        foreach (var (outcome, count) in (ReadOnlySpan<(string, long)>)
            [("decoded", stills.Totals.Decoded), ("failed", stills.Totals.NotDecoded), ("reused", stills.Totals.Reused)])
            text.Counter("streamactors_stills_total", "Stills: runs of FFmpeg that gave a picture or failed, and answers without one.",
                count, ("outcome", outcome));
        ProcFigures.Write(text);
        ProcFigures.WriteDisk(text, folder.Path);
    }

    private void WriteWorkload(PrometheusText text, Figure figure)
    {
        if (Of(figure.Key) is not { } order || figure.Value is not PhaseChanged phaseChanged)
            return;
        var labels = Labels(figure.Key, order);
        (string, string)[] phase = phaseChanged.Class is { } kind ? [("phase", EnumNames<Phase>.Of(phaseChanged.To)),
            ("class", EnumNames<ErrorClass>.Of(kind))] : [("phase", EnumNames<Phase>.Of(phaseChanged.To))];
        text.Gauge("streamactors_workload_phase", "1 for the current phase of a workload, with the class of the failure behind it, if any.",
            1, [.. labels, .. phase])
            .Gauge("streamactors_workload_on", "Whether a workload should run.", order.On ? 1 : 0, labels)
            .Gauge("streamactors_workload_incarnation", "Increases with each start of a workload on any node.", order.Incarnation, labels);
        if (tally.Find(figure.Key)?.Read(time.GetUtcNow()) is not { } course)
            return;
        text.Counter("streamactors_workload_starts_total", "Starts of a workload on this node.", course.Starts, labels)
            .Counter("streamactors_workload_stalled_seconds_total", "How long a workload has been running without media progress.",
            course.Stalled.TotalSeconds, labels);
        foreach (var (@class, count) in course.Failures)
            text.Counter("streamactors_workload_failures_total",
                "Failures of a workload, by class. After each it is started again, waits, or is parked.", count,
                [.. labels, ("class", EnumNames<ErrorClass>.Of(@class))]);
    }

    private WorkloadState? Of(string workload) =>
        catalogue.Find(new EntityId(WorkloadId.Kind, workload))?.Order is WorkloadState { Spec: not null } order ? order : null;

    /// <summary>
    /// The same labels on all metrics of a workload, so that they can be joined. The owner is an input or output: KIND/ID.
    /// </summary>
    private static (string, string)[] Labels(string workload, WorkloadState? order) =>
        [("workload", workload), ("kind", order?.Spec is { IsIngest: true } ? "ingest" : "egress"),
        ("owner", order?.Owner?.ToString() ?? "")];
}
