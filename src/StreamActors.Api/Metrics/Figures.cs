using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Api;

/// <summary>The folder whose disk is watched.</summary>
public sealed record WatchedFolder(string Path);

/// <summary>/metrics: what this node does, for Prometheus. What lives on another node is told there.</summary>
internal sealed class Figures(Catalogue catalogue, Boards boards, AlertBook alerts, ICluster cluster, LiveHub live, MeterReading meters, ITimeline timeline, WatchedFolder folder)
{
    public async Task Write(HttpContext http)
    {
        var text = new PrometheusText();
        text.Gauge("streamactors_inputs", "Inputs that are configured.", catalogue.All(InputId.Kind).Count(e => e.Order is InputState { Config: not null }))
            .Gauge("streamactors_outputs", "Outputs that are configured.", catalogue.All(OutputId.Kind).Count(e => e.Order is OutputState { Config: not null }))
            .Gauge("streamactors_nodes", "Nodes that are up, as this one sees them.", cluster.Members.Count(m => m.Status == "up"))
            .Gauge("streamactors_journal_position", "The position of the journal that this node has read up to.", catalogue.Position)
            .Gauge("streamactors_live_clients", "Connections that are told what changes.", live.Clients)
            .Counter("streamactors_timeline_dropped_total", "Happenings that came faster than they could be written.", timeline.Dropped);
        foreach (var severity in Enum.GetValues<AlertSeverity>())
            text.Gauge("streamactors_alerts_firing", "Alerts that fire, over all nodes.", alerts.Firing.Count(a => a.State.Severity == severity), ("severity", AlertTerms.Word(severity)));
        foreach (var phase in boards.Phases.All.Where(f => f.Node == cluster.Self))
            WritePhase(text, phase);
        foreach (var figure in boards.Figures.All.Where(f => f.Node == cluster.Self))
            WriteFigures(text, figure.Key, (WorkloadFigures)figure.Value!);
        meters.Write(text);
        ProcFigures.Write(text);
        ProcFigures.WriteDisk(text, folder.Path);
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
    }

    private void WritePhase(PrometheusText text, Figure figure)
    {
        if (catalogue.Find(new EntityId(WorkloadId.Kind, figure.Key))?.Order is not WorkloadState { Spec: { } spec } order || figure.Value is not Moved moved)
            return;
        var (kind, owner) = (spec.IsIngest ? "ingest" : "egress", order.Owner?.Id ?? "");
        text.Gauge("streamactors_workload_phase", "1 for the phase a workload is in.", 1, ("workload", figure.Key), ("kind", kind), ("owner", owner), ("phase", States.Word(moved.To)))
            .Gauge("streamactors_workload_on", "Whether a workload is ordered on.", order.On ? 1 : 0, ("workload", figure.Key), ("kind", kind), ("owner", owner))
            .Gauge("streamactors_workload_incarnation", "Rises each time a workload is started anywhere.", order.Incarnation, ("workload", figure.Key), ("kind", kind), ("owner", owner));
    }

    private static void WriteFigures(PrometheusText text, string workload, WorkloadFigures f)
    {
        (string, string) which = ("workload", workload);
        text.Counter("streamactors_workload_bytes_total", "Media taken in or sent out by the present incarnation.", f.Bytes, which)
            .Gauge("streamactors_workload_bits_per_second", "Media taken in or sent out just now.", f.BitsPerSecond, which)
            .Counter("streamactors_workload_lost_packets_total", "Packets the destination never got.", f.LostPackets, which);
        if (f.BehindPackets is { } behind)
            text.Gauge("streamactors_workload_behind_packets", "Packets between an output and the live edge of its relay.", behind, which);
        if (f.Child is { } child)
        {
            text.Counter("streamactors_child_cpu_seconds_total", "CPU time of a workload's FFmpeg.", child.CpuSeconds, which).Gauge("streamactors_child_resident_bytes", "Resident memory of a workload's FFmpeg.", child.ResidentBytes, which);
            if (child.Speed is { } speed)
                text.Gauge("streamactors_child_speed_ratio", "How fast FFmpeg goes; 1 is real time.", speed, which);
        }
        if (f.Stream is { } stream)
        {
            text.Counter("streamactors_stream_continuity_errors_total", "Continuity counter errors of the stream as it came in.", stream.ContinuityErrors, which)
                .Counter("streamactors_stream_sync_losses_total", "Losses of MPEG-TS synchronisation.", stream.SyncLosses, which)
                .Counter("streamactors_stream_transport_errors_total", "Packets that were marked as damaged.", stream.TransportErrors, which)
                .Counter("streamactors_stream_restarts_total", "Restarts of the source, seen in the stream.", stream.Restarts, which)
                .Gauge("streamactors_stream_readers", "Outputs that read the relay just now.", stream.Readers, which);
        }
    }
}
