using StreamActors.Domain.Workloads;

namespace StreamActors.Http;

/// <summary>The latest metrics of one workload, with their Prometheus names.</summary>
internal static class WorkloadText
{
    public static void Write(PrometheusText text, (string, string)[] labels, WorkloadFigures f)
    {
        text.Counter("streamactors_workload_bytes_total", "Media received or sent by the current incarnation.", f.Bytes, labels)
            .Gauge("streamactors_workload_bytes_per_second", "Media received or sent now.", f.BitsPerSecond / 8.0, labels)
            .Counter("streamactors_workload_lost_packets_total", "Packets dropped before the destination.", f.LostPackets, labels);
        if (f.BehindPackets is { } behind)
            text.Gauge("streamactors_workload_behind_packets", "Packets between an output and the live edge of its relay.", behind, labels);
        if (f.BacklogSeconds is { } backlog)
            text.Gauge("streamactors_workload_backlog_seconds", "Seconds a destination lags behind its stream.", backlog, labels);
        if (f is { Driver: "native", Stream: not null })
            text.Gauge("streamactors_workload_senders", "Senders to the port of an input at the same time; 0 if there are fewer than two.",
                f.Senders.Count, labels);
        if (f.Links.Count > 0)
            Write(text, labels, f.Links);
        if (f.Router is { } router)
            text.Gauge("streamactors_mediamtx_path_readers", "Readers of an input's path at MediaMTX, StreamActors included.",
                router.Readers, labels)
                .Counter("streamactors_mediamtx_path_bytes_total", "Media that MediaMTX received on an input's path.", router.BytesIn,
                labels);
        if (f.Publisher is { } publisher)
            text.Gauge("streamactors_workload_publisher_since_seconds", "Unix time at which the publisher was admitted.",
                publisher.Since.ToUnixTimeSeconds(), labels);
        if (f.AdmittedPeers + f.RefusedPeers > 0)
            text.Counter("streamactors_workload_admitted_peers_total", "Publishers admitted by the current incarnation.", f.AdmittedPeers,
                labels)
                .Counter("streamactors_workload_refused_peers_total",
                "Publishers and readers refused: a wrong key, a second publisher, or too many readers.",
                f.RefusedPeers, labels);
        if (f.Child is { } child)
            Write(text, labels, child);
        if (f.Stream is { } stream)
            Write(text, labels, stream);
    }

    private static void Write(PrometheusText text, (string, string)[] labels, ChildFigures child)
    {
        text.Counter("streamactors_child_cpu_seconds_total", "CPU time of a workload's FFmpeg.", child.CpuSeconds, labels)
            .Gauge("streamactors_child_resident_bytes", "Resident memory of a workload's FFmpeg.", child.ResidentBytes, labels);
        if (child.Speed is { } speed)
            text.Gauge("streamactors_child_speed_ratio", "Speed of FFmpeg; 1 is real time.", speed, labels);
    }

    /// <summary>Of all connections of a listener together: one label per reader would be too many.</summary>
    private static void Write(PrometheusText text, (string, string)[] labels, IReadOnlyList<LinkFigures> links) => text
        .Gauge("streamactors_srt_connections", "SRT connections of a workload now.", links.Count, labels)
        .Gauge("streamactors_srt_round_trip_seconds", "Round-trip time of SRT; the longest of several connections.",
        links.Max(l => l.RoundTripMs) / 1000, labels)
        .Gauge("streamactors_srt_latency_seconds", "SRT latency in effect; the longest of several connections.",
        links.Max(l => l.LatencyMs) / 1000.0, labels)
        .Gauge("streamactors_srt_link_bytes_per_second", "Capacity of the link as SRT estimates it; the least of several connections.",
        links.Min(l => l.LinkBitsPerSecond) / 8.0, labels)
        .Counter("streamactors_srt_lost_packets_total", "SRT packets that were missing at first.", links.Sum(l => l.Lost), labels)
        .Counter("streamactors_srt_retransmitted_packets_total", "SRT packets that were sent or received again.",
        links.Sum(l => l.Retransmitted), labels)
        .Counter("streamactors_srt_dropped_packets_total", "SRT packets given up: too late for the latency.", links.Sum(l => l.Dropped),
        labels);

    private static void Write(PrometheusText text, (string, string)[] labels, StreamFigures stream) => text
        .Counter("streamactors_stream_continuity_errors_total", "Continuity counter errors of the stream as it came in.",
        stream.ContinuityErrors, labels)
        .Counter("streamactors_stream_sync_losses_total", "Losses of MPEG-TS synchronisation.", stream.SyncLosses, labels)
        .Counter("streamactors_stream_transport_errors_total", "Packets that were marked as damaged.", stream.TransportErrors, labels)
        .Counter("streamactors_stream_restarts_total", "Restarts of the source, seen in the stream.", stream.Restarts, labels)
        .Gauge("streamactors_stream_readers", "Outputs that read the input's stream now.", stream.Readers, labels);
}
