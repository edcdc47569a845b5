using StreamActors.Domain.Workloads;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>One SRT connection that sends: its position in the relay, and what its peer acknowledged.</summary>
/// <param name="lease">The place on a shared local port, if it has one.</param>
/// <param name="reader">If it belongs to no output.</param>
internal sealed class SrtFeed(RelayHost host, SrtSocket socket, SrtLink link, IDisposable? lease = null, RelayReader? reader = null)
    : ISrtLane
{
    private const int Whole = ChunkPool.DatagramPackets;

    /// <summary>While it connects, or its buffer is full.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    /// <summary>A partial message is sent when nothing more has come for this long.</summary>
    private static readonly TimeSpan PartTimeout = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JoinPace _pace = new();
    private readonly byte[] _part = new byte[Whole * TsPacket.Size];
    private ReaderSignal? _signal;
    private int _parts;
    private TimeSpan _nextReport;
    private bool _isFull;
    private DriverEnd? _end;
    private long _bytes;
    private long _acknowledged;
    private long _dropped;
    private volatile LinkFigures? _figures;
    private volatile RelayCursor? _cursor;
    private volatile bool _leaving;

    public bool Leaving { get => _leaving; set => _leaving = value; }

    public Task<DriverEnd> Ended => _ended.Task;

    public IReadOnlyList<SrtFeed> Feeds => [this];

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public long SentBytes => Volatile.Read(ref _bytes);

    public long Unacknowledged => socket.Unacknowledged;

    /// <summary>Packets of MPEG-TS that were skipped in the relay, or too late for the latency of the connection.</summary>
    public long Lost => (_cursor?.Lost ?? 0) + (Volatile.Read(ref _dropped) * Whole);

    public long Behind => _cursor?.Behind ?? 0;

    /// <summary>Null until it is connected.</summary>
    public LinkFigures? Figures => _figures;

    public TimeSpan? Timeout => _cursor is null || _isFull ? Soon : _pace.IsOn ? JoinPace.Step : _parts > 0 ? PartTimeout : null;

    public void Begin(ReaderSignal readerSignal) => _signal = readerSignal;

    /// <summary>Reads the connection's counters, a few times a second.</summary>
    public void Check()
    {
        var sent = SentBytes; // read first: what is sent meanwhile then counts as unacknowledged
        var waiting = socket.Unacknowledged;
        if (_cursor is null || socket.Statistics() is not { } statistics)
            return;
        _figures = SrtLinks.Of(socket, statistics);
        Volatile.Write(ref _dropped, statistics.Dropped);
        Volatile.Write(ref _acknowledged, Math.Max(_acknowledged, sent - waiting - statistics.SendDroppedBytes));
    }

    public bool Pump(TimeSpan now, bool idle)
    {
        try
        {
            if (_cursor is null && !Connected())
                return _end is null;
            Send(_cursor!, now, idle);
            if (reader is not null && now >= _nextReport)
            {
                _nextReport = now + ReportInterval;
                Check();
                reader.Report(SentBytes, Lost);
            }
        }
        catch (SrtException failure)
        {
            _end = SrtEnds.Of(failure, link);
        }
        return _end is null && !_cursor!.Ended;
    }

    public void LetGo(DriverEnd? broken)
    {
        reader?.Report(SentBytes, Lost);
        if (_cursor is { } cursor)
            host.Close(cursor);
        socket.Dispose();
        lease?.Dispose();
        _ended.SetResult(broken is not null ? broken : _leaving ? DriverEnd.Wanted
            : _end ?? new DriverEnd(ErrorClass.InputLost, "The input has ended."));
    }

    /// <summary>Only a connected destination has a position in the relay: it begins with the key frame that is newest then.</summary>
    private bool Connected()
    {
        switch (socket.State)
        {
            case SrtState.Connecting:
                return false;
            case SrtState.Gone:
                _end = SrtEnds.Of(socket.Rejection(), link);
                return false;
            default:
                _cursor = host.Open(_signal!);
                return true;
        }
    }

    private void Send(RelayCursor cursor, TimeSpan now, bool idle)
    {
        var most = _pace.Allowed(now, cursor.Jumps, host.Live.Health.BitsPerSecond);
        _isFull = _parts == Whole && !SendPart();
        for (var bytes = Peek(cursor, most); bytes.Length > 0; bytes = Peek(cursor, most))
        {
            bytes.CopyTo(_part.AsSpan(_parts * TsPacket.Size));
            var packets = bytes.Length / TsPacket.Size;
            cursor.Advance(packets);
            (_parts, most) = (_parts + packets, most - packets);
            _isFull = _parts == Whole && !SendPart();
        }
        _pace.Sent(most, cursor.Behind);
        if (idle && _parts > 0 && !_isFull && !_pace.IsOn)
            SendPart();
        if (idle && socket.State == SrtState.Gone)
            _end = SrtEnds.Lost;
    }

    private ReadOnlySpan<byte> Peek(RelayCursor cursor, long most) =>
        _isFull || most <= 0 ? default : cursor.Peek((int)Math.Min(most, Whole - _parts));

    private bool SendPart()
    {
        var bytes = _parts * TsPacket.Size;
        if (!socket.Send(_part.AsSpan(0, bytes)))
            return false;
        _parts = 0;
        Volatile.Write(ref _bytes, _bytes + bytes);
        return true;
    }
}
