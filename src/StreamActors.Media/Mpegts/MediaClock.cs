namespace StreamActors.Media.Mpegts;

/// <summary>Arithmetic on the 33-bit clock of 90 kHz, which wraps every 26.5 hours: times are compared by the shorter distance.</summary>
public static class MediaClock
{
    public const long Hertz = 90_000;
    public const long Modulus = 1L << 33;

    public static long Wrap(long ticks) => ticks & (Modulus - 1);

    /// <summary>How far <paramref name="later"/> is after <paramref name="earlier"/>; negative when it is before.</summary>
    public static long Distance(long later, long earlier) => ((later - earlier) << 31) >> 31;

    public static long Later(long a, long b) => Distance(a, b) >= 0 ? a : b;

    public static TimeSpan ToTime(long ticks) => TimeSpan.FromTicks(ticks * 1_000 / 9);
}
