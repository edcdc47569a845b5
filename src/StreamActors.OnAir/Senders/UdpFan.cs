using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.OnAir;

/// <summary>
/// The thread that sends one relay to all its native destinations. It is woken by the relay, and where every destination
/// may hold media back it sleeps that long after each wake: so the relay need not wake it for every datagram.
/// </summary>
internal sealed class UdpFan : IDisposable
{
    /// <summary>A datagram that is not full goes when nothing more has come for this long.</summary>
    private static readonly TimeSpan PartPatience = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan FencePatience = TimeSpan.FromMilliseconds(100);

    private readonly RelaySeat _seat;
    private readonly IFence _fence;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Bell _bell = new();
    private readonly Bell _errands = new();
    private readonly Lock _gate = new();
    private readonly List<UdpLane> _arriving = [];
    private readonly List<UdpLane> _lanes = [];
    private readonly Thread _thread;
    private bool _over;

    public UdpFan(RelaySeat seat, IFence fence, TimeProvider time)
    {
        (_seat, _fence, _time, _start) = (seat, fence, time, time.GetTimestamp());
        _thread = new Thread(Run) { IsBackground = true, Name = $"udp {seat.Id}" };
        _thread.Start();
    }

    public void Add(UdpLane lane)
    {
        lock (_gate)
        {
            if (_over)
                lane.End(RelayOver);
            else
                _arriving.Add(lane);
        }
        Wake();
    }

    /// <summary>Its end is said by the lane once the thread has let go of it.</summary>
    public void Remove(UdpLane lane)
    {
        lane.Leaving = true;
        Wake();
    }

    public void Dispose()
    {
        lock (_gate)
            _over = true;
        Wake();
        _thread.Join();
    }

    private static DriverEnd RelayOver => new(Domain.Workloads.ErrorClass.InputLost, "The input has ended.");

    private void Run()
    {
        while (ComeAndGo())
        {
            var (rang, hold) = Rest();
            var held = rang && hold > TimeSpan.Zero;
            if (held)
                _errands.Wait(hold);
            // Asked after every pause and before the first send: a successor may be sending by now.
            if (!_fence.MaySend)
            {
                _errands.Wait(FencePatience);
                continue;
            }
            var now = _time.GetElapsedTime(_start);
            for (var i = _lanes.Count - 1; i >= 0; i--)
            {
                if (!_lanes[i].Pump(now, held, flush: !rang))
                    LetGo(i);
            }
        }
        for (var i = _lanes.Count - 1; i >= 0; i--)
            LetGo(i);
    }

    /// <summary>Waits for media, or for the time when what is held has to go.</summary>
    /// <returns>Whether media came, and how long all may still hold it.</returns>
    private (bool Rang, TimeSpan Hold) Rest()
    {
        var (due, part, hold) = ((TimeSpan?)null, false, _lanes.Count == 0 ? TimeSpan.Zero : TimeSpan.MaxValue);
        foreach (var lane in _lanes)
        {
            part |= lane.HasPart;
            due = lane.Due < (due ?? TimeSpan.MaxValue) ? lane.Due : due;
            hold = lane.MaxHold < hold ? lane.MaxHold : hold;
        }
        var patience = part ? PartPatience : Timeout.InfiniteTimeSpan;
        if (due is { } at)
        {
            var left = at - _time.GetElapsedTime(_start);
            if (left <= TimeSpan.Zero)
                return (true, TimeSpan.Zero);
            patience = left;
        }
        return (_bell.Wait(patience) || due is not null, hold);
    }

    private bool ComeAndGo()
    {
        lock (_gate)
        {
            foreach (var lane in _arriving)
            {
                lane.Cursor = _seat.Open(_bell);
                _lanes.Add(lane);
            }
            if (_arriving.Count > 0)
                _bell.Ring(); // it begins with what is there, not with what comes next
            _arriving.Clear();
            if (_over)
                return false;
        }
        // Whoever is to go goes, also while nobody may send.
        for (var i = _lanes.Count - 1; i >= 0; i--)
        {
            if (_lanes[i].Leaving)
                LetGo(i);
        }
        return true;
    }

    private void LetGo(int index)
    {
        var lane = _lanes[index];
        _lanes.RemoveAt(index);
        _seat.Close(lane.Cursor!);
        lane.End(lane.Leaving ? DriverEnd.Wanted : RelayOver);
    }

    private void Wake()
    {
        _bell.Ring();
        _errands.Ring();
    }
}
