using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.OnAir;

/// <summary>
/// The thread that feeds every FFmpeg output of this node. It looks fifty times a second at most: an FFmpeg gains nothing
/// from being woken for each datagram, and a hundred of them would cost a core.
/// </summary>
internal sealed class PipeFeeder : IDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    /// <summary>While a pipe is full: a pipe holds 64 KiB, which is not much at 50 Mbit/s.</summary>
    private static readonly TimeSpan Hurry = TimeSpan.FromMilliseconds(3);

    /// <summary>Who could not write for want of room is tried again, though nothing new has come.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly IFence _fence;
    private readonly Bell _bell = new();
    private readonly Bell _errands = new();
    private readonly Lock _gate = new();
    private readonly List<PipeLane> _arriving = [];
    private readonly List<PipeLane> _lanes = [];
    private readonly Thread _thread;
    private bool _over;

    public PipeFeeder(IFence fence)
    {
        _fence = fence;
        _thread = new Thread(Run) { IsBackground = true, Name = "ffmpeg feeder" };
        _thread.Start();
    }

    public void Add(PipeLane lane)
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

    public void Remove(PipeLane lane)
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

    private void Run()
    {
        while (ComeAndGo())
        {
            var maySend = _fence.MaySend;
            var full = false;
            for (var i = _lanes.Count - 1; i >= 0; i--)
            {
                if (_lanes[i].Leaving || (maySend && !_lanes[i].Feed()))
                    LetGo(i);
                else
                    full |= _lanes[i].IsFull;
            }
            if (_bell.Wait(_lanes.Count == 0 ? Timeout.InfiniteTimeSpan : Again))
                _errands.Wait(full ? Hurry : Linger);
        }
        for (var i = _lanes.Count - 1; i >= 0; i--)
            LetGo(i);
    }

    private bool ComeAndGo()
    {
        lock (_gate)
        {
            foreach (var lane in _arriving)
            {
                lane.Begin(_bell);
                _lanes.Add(lane);
            }
            _arriving.Clear();
            return !_over;
        }
    }

    private void LetGo(int index)
    {
        _lanes[index].LetGo();
        _lanes.RemoveAt(index);
    }

    private void Wake()
    {
        _bell.Ring();
        _errands.Ring();
    }
}
