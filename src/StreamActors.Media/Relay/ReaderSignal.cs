namespace StreamActors.Media.Relay;

/// <summary>
/// Wakes one thread, which may read any number of cursors. A signal to a running thread costs the producer one memory read;
/// several signals before the thread wakes are one. It never spins.
/// </summary>
public sealed class ReaderSignal
{
    private const int Idle = 0;
    private const int Signalled = 1;
    private const int Waiting = -1;

    private readonly object _gate = new();
    private int _state;

    /// <summary>From any thread. Also for the reader's own changes: a new output, the end.</summary>
    public void Signal()
    {
        Interlocked.MemoryBarrier();
        SignalAfterBarrier();
    }

    /// <summary>
    /// Waits for a signal since the last wait; false on timeout. One thread only. It sees everything published before the signal.
    /// </summary>
    public bool Wait(TimeSpan timeout)
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Signalled) == Signalled)
            return true;
        if (timeout == TimeSpan.Zero)
            return false;
        lock (_gate)
        {
            if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
                Sleep(timeout);
            return Interlocked.Exchange(ref _state, Idle) == Signalled;
        }
    }

    /// <summary>
    /// The caller must issue a full barrier between publishing and this call; the sleeper does the same in reverse order, so one of
    /// the two sees the other.
    /// </summary>
    internal void SignalAfterBarrier()
    {
        if (Volatile.Read(ref _state) == Signalled || Interlocked.Exchange(ref _state, Signalled) != Waiting)
            return;
        lock (_gate)
            Monitor.Pulse(_gate);
    }

    private void Sleep(TimeSpan timeout)
    {
        var until = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue
            : Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
        while (Volatile.Read(ref _state) == Waiting)
        {
            var left = until == long.MaxValue ? Timeout.Infinite : (int)Math.Clamp(until - Environment.TickCount64, 0, int.MaxValue);
            if (left == 0 || !Monitor.Wait(_gate, left))
                return;
        }
    }
}
