namespace StreamActors.Storage;

/// <summary>A monotonic clock that includes suspend (CLOCK_BOOTTIME). Not a TimeProvider: wall time must not decide who may send.</summary>
public delegate TimeSpan BootClock();

public static class BootClocks
{
    public static readonly BootClock System = Libc.SinceBoot;
}
