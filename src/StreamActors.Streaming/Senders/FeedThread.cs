using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>A destination as seen by its thread, which calls everything but <see cref="Leaving"/>.</summary>
internal interface IOutputFeed
{
    /// <summary>It is to be removed.</summary>
    bool Leaving { get; set; }

    void Begin(ReaderSignal readerSignal);

    /// <summary>The thread has finished with it, even if it never started.</summary>
    /// <param name="broken">The end of the one that threw.</param>
    void LetGo(DriverEnd? broken = null);
}

/// <summary>
/// One thread that serves many destinations, which are added and removed while it runs. None can block it, one that throws ends alone, and
/// nothing is sent while the fence forbids it.
/// </summary>
internal abstract class FeedThread<TLane> : IDisposable
    where TLane : IOutputFeed
{
    private static readonly TimeSpan FenceTimeout = TimeSpan.FromMilliseconds(100);

    private readonly IFence _fence;
    private readonly Lock _gate = new();
    private readonly List<TLane> _arriving = [];
    private readonly Thread _thread;
    private bool _over;

    protected FeedThread(string name, IFence fence)
    {
        _fence = fence;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>Signalled by the relays when there is something to send.</summary>
    protected ReaderSignal Signal { get; } = new();

    /// <summary>Signalled when a destination is added or removed, to cut a pause short.</summary>
    protected ReaderSignal PendingWork { get; } = new();

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

    /// <summary>Starts the thread; called by the derived class once it is complete.</summary>
    protected void Begin() => _thread.Start();

    /// <summary>Waits for work.</summary>
    protected abstract void Rest();

    /// <returns>False if this destination has ended.</returns>
    protected abstract bool Serve(TLane lane);

    private void Run()
    {
        while (ComeAndGo())
        {
            try
            {
                Rest();
            }
            catch (Exception failure) // it concerns all of them
            {
                while (Lanes.Count > 0)
                    LetGo(Lanes.Count - 1, failure);
            }
            // Checked after every pause and before the first send: a successor may be sending by now.
            if (!_fence.MaySend)
            {
                PendingWork.Wait(FenceTimeout);
                continue;
            }
            for (var i = Lanes.Count - 1; i >= 0; i--)
            {
                try
                {
                    if (!Serve(Lanes[i]))
                        LetGo(i);
                }
                catch (Exception failure)
                {
                    LetGo(i, failure);
                }
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
                Lanes.Add(lane);
                try
                {
                    lane.Begin(Signal);
                }
                catch (Exception failure)
                {
                    LetGo(Lanes.Count - 1, failure);
                }
            }
            if (_arriving.Count > 0)
                Signal.Signal(); // it starts with what is there already
            _arriving.Clear();
            if (_over)
                return false;
        }
        // Removals happen even while sending is forbidden.
        for (var i = Lanes.Count - 1; i >= 0; i--)
        {
            if (Lanes[i].Leaving)
                LetGo(i);
        }
        return true;
    }

    private void LetGo(int index, Exception? failure = null)
    {
        var lane = Lanes[index];
        Lanes.RemoveAt(index);
        lane.LetGo(failure is null ? null : DriverEnd.Bug("Sending", failure));
    }

    /// <summary>Serves its destinations now.</summary>
    public void Wake()
    {
        Signal.Signal();
        PendingWork.Signal();
    }
}
