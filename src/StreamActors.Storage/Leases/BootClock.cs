namespace StreamActors.Storage;

/// <summary>
/// A clock that nobody sets and that goes on while the machine sleeps or the process is stopped (CLOCK_BOOTTIME). Not a
/// TimeProvider: timers and wall time have no place in deciding who may send.
/// </summary>
public delegate TimeSpan BootClock();

public static class BootClocks
{
    public static readonly BootClock System = Libc.SinceBoot;
}
