namespace StreamActors.Media.Relay;

/// <summary>
/// Wakes one thread, which may read any number of cursors. A signal to a running thread costs the producer one memory read;
/// several signals before the thread wakes are one. It never spins.
/// </summary>
public sealed class ReaderSignal
{
    private const int Quiet = 0;
    private const int Rung = 1;
    private const int Asleep = -1;

    private readonly object _door = new();
    private int _state;

    /// <summary>From any thread. Also for the reader's own changes: a new output, the end.</summary>
    public void Ring()
    {
        Interlocked.MemoryBarrier();
        RingAfterBarrier();
    }

    /// <summary>
    /// Waits for a signal since the last wait; false on timeout. One thread only. It sees everything published before the signal.
    /// </summary>
    public bool Wait(TimeSpan timeout)
    {
        if (Interlocked.CompareExchange(ref _state, Quiet, Rung) == Rung)
            return true;
        if (timeout == TimeSpan.Zero)
            return false;
        lock (_door)
        {
            if (Interlocked.CompareExchange(ref _state, Asleep, Quiet) == Quiet)
                Sleep(timeout);
            return Interlocked.Exchange(ref _state, Quiet) == Rung;
        }
    }

    /// <summary>
    /// The caller must issue a full barrier between publishing and this call; the sleeper does the same in reverse order, so one of
    /// the two sees the other.
    /// </summary>
    internal void RingAfterBarrier()
    {
        if (Volatile.Read(ref _state) == Rung || Interlocked.Exchange(ref _state, Rung) != Asleep)
            return;
        lock (_door)
            Monitor.Pulse(_door);
    }

    private void Sleep(TimeSpan timeout)
    {
        var until = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue
            : Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
        while (Volatile.Read(ref _state) == Asleep)
        {
            var left = until == long.MaxValue ? Timeout.Infinite : (int)Math.Clamp(until - Environment.TickCount64, 0, int.MaxValue);
            if (left == 0 || !Monitor.Wait(_door, left))
                return;
        }
    }
}
