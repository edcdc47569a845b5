namespace StreamActors.Media.Relay;

/// <summary>
/// The join points of readers: the newest key frames, each with the tables at that point, and the live edge. Guarded by a lock that
/// the producer takes once per key frame and once per repetition of the tables.
/// </summary>
internal sealed class JoinIndex(int groups)
{
    private readonly Lock _lock = new();
    private readonly Point[] _points = [.. Enumerable.Range(0, groups + 1).Select(_ => new Point())];
    private readonly Preamble _live = new();
    private int _count;
    private int _next;

    private Point Newest => _points[(_next + _points.Length - 1) % _points.Length];

    /// <summary>The oldest packet that the ring must keep for complete groups of pictures.</summary>
    public long KeepFrom => _count == 0 ? long.MaxValue : _points[(_next + _points.Length - _count) % _points.Length].Sequence;

    /// <summary>Where a reader would join now. For the producer.</summary>
    public JoinedAt At => _count == 0 ? JoinedAt.Live : Newest.At;

    /// <summary>The packet of the newest join point; null when there is none. From any thread.</summary>
    public long? NewestAt
    {
        get
        {
            lock (_lock)
                return _count == 0 ? null : Newest.Sequence;
        }
    }

    /// <summary>The ring passed the last join point before the next one came.</summary>
    public bool IsOutrun { get; private set; }

    public void Add(long sequence, JoinedAt at, Preamble tables)
    {
        lock (_lock)
        {
            // A unit may be detected twice: by its flag and by its content.
            if (_count > 0 && Newest.Sequence >= sequence)
                return;
            var point = _points[_next];
            (point.Sequence, point.At) = (sequence, at);
            point.Tables.Copy(tables);
            _next = (_next + 1) % _points.Length;
            _count = Math.Min(_count + 1, _points.Length);
            IsOutrun = false;
        }
    }

    /// <summary>Drops the points that the ring no longer holds.</summary>
    public void Trim(long first)
    {
        if (KeepFrom >= first)
            return;
        lock (_lock)
        {
            while (_count > 0 && KeepFrom < first)
                _count--;
            IsOutrun = _count == 0;
        }
    }

    public void Clear()
    {
        lock (_lock)
            _count = 0;
    }

    /// <summary>Publishes packets that include tables, so that the live edge and its tables change together.</summary>
    public void Publish(Ring ring, long upTo, Preamble tables)
    {
        lock (_lock)
        {
            _live.Copy(tables);
            ring.Publish(upTo);
        }
    }

    /// <param name="live">Nothing has arrived for so long that even the newest picture is outdated.</param>
    public JoinedAt Choose(Ring ring, bool live, Preamble tables, out long sequence)
    {
        lock (_lock)
        {
            if (live || _count == 0)
            {
                tables.Copy(_live);
                sequence = ring.Published;
                return JoinedAt.Live;
            }
            tables.Copy(Newest.Tables);
            sequence = Newest.Sequence;
            return Newest.At;
        }
    }

    private sealed class Point
    {
        public long Sequence { get; set; }

        public JoinedAt At { get; set; }

        public Preamble Tables { get; } = new();
    }
}
