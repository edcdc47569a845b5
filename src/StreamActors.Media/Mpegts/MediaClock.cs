namespace StreamActors.Media.Mpegts;

/// <summary>Arithmetic on the 90 kHz clock of 33 bits, which wraps every 26.5 hours: times are compared by their nearer distance.</summary>
public static class MediaClock
{
    public const long Hertz = 90_000;
    public const long Modulus = 1L << 33;

    public static long Wrap(long ticks) => ticks & (Modulus - 1);

    /// <summary>How far <paramref name="later"/> is past <paramref name="earlier"/>; negative where it lies before.</summary>
    public static long Distance(long later, long earlier) => ((later - earlier) << 31) >> 31;

    public static long Later(long a, long b) => Distance(a, b) >= 0 ? a : b;

    public static TimeSpan ToTime(long ticks) => TimeSpan.FromTicks(ticks * 1_000 / 9);
}
