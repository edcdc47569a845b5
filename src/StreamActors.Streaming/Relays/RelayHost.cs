using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>A relay on this node. It outlives its producers: readers keep their positions while the source reconnects.</summary>
internal sealed class RelayHost : IDisposable
{
    /// <summary>A source silent for this long counts as absent.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>After this time a stream with few or no key frames is passed on all the same.</summary>
    public static readonly TimeSpan WithoutKeyFrame = TimeSpan.FromSeconds(6);

    private readonly Lock _producing = new();
    private readonly TimeProvider _time;
    private readonly IFence _fence;
    private readonly Lock _fanning = new();
    private UdpFan? _fan;
    private RtmpFan? _rtmpFan;
    private SrtFan? _srtFan;
    private HttpFan? _httpFan;
    private bool _closed;
    private bool _hasProducer;
    private bool _hadProducer;
    private long _since;
    private int _readers;
    private int _connections;

    public RelayHost(string id, ChunkPool pool, RingLimits limits, TimeProvider time, IFence fence)
    {
        (Id, _time, _fence) = (id, time, fence);
        Live = new LiveRelay(pool, limits, time);
        _since = time.GetTimestamp();
    }

    public string Id { get; }

    public LiveRelay Live { get; }

    /// <summary>Gaps, faulty packets and losses of sync so far; at most a second old.</summary>
    public long Damage => Live.Health is var health ? health.ContinuityErrors + health.TransportErrors + health.SyncLosses : 0;

    public int Readers => Volatile.Read(ref _readers);

    /// <summary>Media is arriving.</summary>
    public bool IsMoving => Live.Published > 0 && Live.Silence < Timeout;

    /// <summary>How long the stream takes for so many bytes; null while nothing moves.</summary>
    public TimeSpan? TimeOf(long bytes) =>
        IsMoving && Live.Health.BitsPerSecond is > 0 and var rate ? TimeSpan.FromSeconds(bytes * 8.0 / rate) : null;

    /// <summary>A new reader would find a point to start at.</summary>
    public bool IsJoinable => IsMoving && (Live.Health.Join != JoinedAt.Live || _time.GetElapsedTime(_since) > WithoutKeyFrame);

    /// <summary>How long it has had no producer; null while it has one.</summary>
    public TimeSpan? Unattended => _hasProducer ? null : _time.GetElapsedTime(_since);

    /// <summary>Runs the producer on the caller's thread until it ends or throws.</summary>
    /// <returns>Its exception, to be reported instead of lost with the thread.</returns>
    public Exception? Fill(Action produce)
    {
        try
        {
            Enter();
            try
            {
                produce();
            }
            finally
            {
                Leave();
            }
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private void Enter()
    {
        lock (_producing)
        {
            if (_hasProducer)
                throw new InvalidOperationException($"The relay {Id} has a producer already.");
            _hasProducer = true;
            _since = _time.GetTimestamp();
            if (_hadProducer)
                Live.Restarted();
            _hadProducer = true;
        }
    }

    private void Leave()
    {
        lock (_producing)
        {
            _hasProducer = false;
            _since = _time.GetTimestamp();
        }
    }

    /// <summary>Keeps the metrics current between two producers.</summary>
    public void KeepFigures()
    {
        lock (_producing)
        {
            if (!_hasProducer)
                Live.Idle();
        }
    }

    /// <summary>Counts the connections that take the stream beside its outputs.</summary>
    public void Connected(int change) => Interlocked.Add(ref _connections, change);

    public RelayCursor Open(ReaderSignal readerSignal)
    {
        var cursor = Live.Open(readerSignal);
        Interlocked.Increment(ref _readers);
        return cursor;
    }

    public void Close(RelayCursor cursor)
    {
        cursor.Dispose();
        Interlocked.Decrement(ref _readers);
    }

    /// <summary>The thread that sends datagrams to all native destinations of this relay.</summary>
    public UdpFan Fan => InFan(ref _fan, () => new UdpFan(Id, _fence, _time));

    public RtmpFan RtmpFan => InFan(ref _rtmpFan, () => new RtmpFan(this, _fence));

    /// <summary>The thread that sends to all SRT destinations of this relay.</summary>
    public SrtFan SrtFan => InFan(ref _srtFan, () => new SrtFan(Id, _fence, _time));

    /// <summary>The thread that writes to all HTTP readers of this relay.</summary>
    public HttpFan HttpFan => InFan(ref _httpFan, () => new HttpFan(Id, _fence));

    public StreamFigures Figures()
    {
        var health = Live.Health;
        return new StreamFigures(
            health.ContinuityErrors, health.SyncLosses, health.TransportErrors, health.ScrambledPackets, Math.Round(health.NullShare, 3),
            health.Pat.Present,
            health.Pids.Select(p => p.KeyFrameInterval.TotalSeconds).DefaultIfEmpty().Max(), health.Restarts, Readers)
        {
            GroupExceedsRing = health.GroupExceedsRing,
            Connections = Volatile.Read(ref _connections),
            Codings = [.. health.Pids.Where(p => p.Program is not null).Select(p => p.Coding.ToString())],
        };
    }

    public void Dispose()
    {
        Live.Dispose();
        lock (_fanning)
        {
            _closed = true;
            _fan?.Dispose();
            _rtmpFan?.Dispose();
            _srtFan?.Dispose();
            _httpFan?.Dispose();
        }
    }

    private TFan InFan<TFan>(ref TFan? fan, Func<TFan> start) where TFan : class
    {
        lock (_fanning)
            return _closed ? throw new NotStartedException(new DriverEnd(ErrorClass.InputLost, "The input has ended.")) : fan ??= start();
    }
}
