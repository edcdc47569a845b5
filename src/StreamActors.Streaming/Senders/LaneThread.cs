using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>A destination's place on the thread that serves it. All but <see cref="Leaving"/> is called by that thread.</summary>
internal interface ILane
{
    /// <summary>Asked to go.</summary>
    bool Leaving { get; set; }

    void Begin(Bell bell);

    /// <summary>The thread is done with it, also where it never began.</summary>
    void LetGo();
}

/// <summary>
/// One thread that serves many destinations, which come and go while it runs. None of them can hold it up, and nothing is
/// sent while this node may not send.
/// </summary>
internal abstract class LaneThread<TLane> : IDisposable
    where TLane : ILane
{
    private static readonly TimeSpan FencePatience = TimeSpan.FromMilliseconds(100);

    private readonly IFence _fence;
    private readonly Lock _gate = new();
    private readonly List<TLane> _arriving = [];
    private readonly Thread _thread;
    private bool _over;

    protected LaneThread(string name, IFence fence)
    {
        _fence = fence;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>Rung by the relays when there is something to send.</summary>
    protected Bell Bell { get; } = new();

    /// <summary>Rung when somebody comes or goes, who should not have to wait out a pause.</summary>
    protected Bell Errands { get; } = new();

    protected List<TLane> Lanes { get; } = [];

    public void Add(TLane lane)
    {
        lock (_gate)
        {
            if (_over)
                lane.LetGo();
            else
                _arriving.Add(lane);
        }
        Wake();
    }

    public void Remove(TLane lane)
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

    /// <summary>Called once, when whoever derives from this is complete.</summary>
    protected void Begin() => _thread.Start();

    /// <summary>Waits until there is something to do.</summary>
    protected abstract void Rest();

    /// <returns>False where this lane is over.</returns>
    protected abstract bool Serve(TLane lane);

    private void Run()
    {
        while (ComeAndGo())
        {
            Rest();
            // Asked after every pause and before the first send: a successor may be sending by now.
            if (!_fence.MaySend)
            {
                Errands.Wait(FencePatience);
                continue;
            }
            for (var i = Lanes.Count - 1; i >= 0; i--)
            {
                if (!Serve(Lanes[i]))
                    LetGo(i);
            }
        }
        for (var i = Lanes.Count - 1; i >= 0; i--)
            LetGo(i);
    }

    private bool ComeAndGo()
    {
        lock (_gate)
        {
            foreach (var lane in _arriving)
            {
                lane.Begin(Bell);
                Lanes.Add(lane);
            }
            if (_arriving.Count > 0)
                Bell.Ring(); // it begins with what is there, not with what comes next
            _arriving.Clear();
            if (_over)
                return false;
        }
        // Whoever is to go goes, also while nobody may send.
        for (var i = Lanes.Count - 1; i >= 0; i--)
        {
            if (Lanes[i].Leaving)
                LetGo(i);
        }
        return true;
    }

    private void LetGo(int index)
    {
        Lanes[index].LetGo();
        Lanes.RemoveAt(index);
    }

    private void Wake()
    {
        Bell.Ring();
        Errands.Ring();
    }
}
