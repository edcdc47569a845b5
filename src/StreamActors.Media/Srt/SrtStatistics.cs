namespace StreamActors.Media.Srt;

/// <summary>One connection, counted from its start, in SRT packets.</summary>
/// <param name="Lost">Detected as missing, by either side.</param>
/// <param name="Retransmitted">Sent again, or received again.</param>
/// <param name="Dropped">Given up: too late to send, to arrive or to be decrypted.</param>
/// <param name="LinkBitsPerSecond">An estimate of the capacity of the link.</param>
/// <param name="Latency">The one in effect, negotiated by both sides.</param>
public readonly record struct SrtStatistics(
    TimeSpan RoundTrip, long Lost, long Retransmitted, long Dropped, long LinkBitsPerSecond, TimeSpan Latency)
{
    /// <summary>Media given up because it was too late to send.</summary>
    public long SendDroppedBytes { get; init; }
}
