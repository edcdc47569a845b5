using StreamActors.Domain.Workloads;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>The figures of one SRT connection.</summary>
internal static class SrtLinks
{
    public static LinkFigures Of(SrtSocket socket, SrtStatistics s) => new(
        socket.Peer?.ToString() ?? "", Math.Round(s.RoundTrip.TotalMilliseconds, 2), s.Lost, s.Retransmitted, s.Dropped,
        s.LinkBitsPerSecond, (int)s.Latency.TotalMilliseconds);
}
