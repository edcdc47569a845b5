using System.Runtime.InteropServices;

namespace StreamActors.Media.Srt;

/// <summary>
/// The beginning of libsrt's <c>SRT_TRACEBSTATS</c>, as far as it is read, and room for what later versions append. Totals count from the
/// start of the connection.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 1024)]
internal struct SrtCounters
{
    [FieldOffset(24)]
    public int SendLost;

    [FieldOffset(28)]
    public int ReceiveLost;

    [FieldOffset(32)]
    public int Retransmitted;

    [FieldOffset(64)]
    public int SendDropped;

    [FieldOffset(68)]
    public int ReceiveDropped;

    [FieldOffset(72)]
    public int Undecrypted;

    /// <summary>With a header for each of <see cref="SendDropped"/>.</summary>
    [FieldOffset(112)]
    public long SendDroppedBytes;

    [FieldOffset(164)]
    public int ReceivedAgain;

    [FieldOffset(328)]
    public double RoundTripMilliseconds;

    [FieldOffset(336)]
    public double LinkMegabits;

    [FieldOffset(376)]
    public int SendLatency;

    [FieldOffset(392)]
    public int ReceiveLatency;
}
