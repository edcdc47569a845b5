namespace StreamActors.Ffmpeg;

/// <summary>
/// How a child ended and what it used. Both <paramref name="ExitCode"/> and <paramref name="Signal"/> are null if the kernel kept no
/// status.
/// </summary>
public sealed record ChildEnd(int? ExitCode, int? Signal, TimeSpan Cpu, long PeakResidentBytes)
{
    internal static readonly ChildEnd Unknown = new(null, null, TimeSpan.Zero, 0);

    /// <param name="usage">struct rusage: user seconds and microseconds, system seconds and microseconds, peak resident kilobytes.</param>
    internal static ChildEnd From(int status, ReadOnlySpan<long> usage)
    {
        var signal = status & 0x7f;
        return new ChildEnd(
            signal == 0 ? (status >> 8) & 0xff : null,
            signal == 0 ? null : signal,
            TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]),
            usage[4] * 1024);
    }

    public override string ToString() => (ExitCode, Signal) switch
    {
        ({ } code, _) => $"exit {code}",
        (_, { } signal) => $"signal {signal}",
        _ => "ended",
    };
}
