namespace StreamActors.Media.Udp;

/// <summary>Called with the payload of a datagram, in the sender's order; the bytes are valid only during the call.</summary>
public delegate void RtpTaken(ReadOnlySpan<byte> media);

/// <summary>
/// Reorders RTP datagrams by sequence number. Datagrams in order pass at once without a copy; after a gap they are held until the
/// missing one arrives, <paramref name="window"/> has passed, or <see cref="MostHeld"/> are waiting. A restarted sender is
/// followed at once. One thread.
/// </summary>
public sealed class RtpOrder(TimeSpan window, RtpTaken taken)
{
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMilliseconds(30);

    /// <summary>At 20 Mbit/s, 67 ms.</summary>
    public const int MostHeld = 128;

    /// <summary>A larger jump is a restart and not a loss (RFC 3550, MAX_DROPOUT).</summary>
    private const int MostMissing = 3000;

    /// <summary>Datagrams this little behind are late or repeated, however many in a row (RFC 3550, MAX_MISORDER).</summary>
    private const int MostBehind = 100;

    private readonly Slot?[] _held = new Slot?[MostHeld];
    private readonly Stack<Slot> _spare = new();
    private int _waiting;
    private uint? _source;
    private ushort _expected;
    private ushort? _late;

    /// <summary>Datagrams that never arrived, or arrived too late.</summary>
    public long Missing { get; private set; }

    /// <summary>Datagrams that arrived out of order and were reordered.</summary>
    public long Reordered { get; private set; }

    /// <summary>Datagrams are waiting for a missing one: <see cref="Tick"/> must be called in time.</summary>
    public bool IsHolding => _waiting > 0;

    /// <summary>Gives up no gap by time: after a pause of the reader the missing datagram may be the one after this.</summary>
    public void Take(ushort sequence, uint source, ReadOnlySpan<byte> media, TimeSpan now)
    {
        var ahead = (ushort)(sequence - _expected);
        if (_source != source || ahead is > MostMissing and < 0x8000
            || (ahead is >= 0x8000 and < 0x10000 - MostBehind && sequence == _late + 1))
        {
            // Another sender, a jump, or two datagrams in a row that follow another sequence.
            GiveUpAll();
            (_source, _expected, _late) = (source, (ushort)(sequence + 1), null);
            taken(media);
            return;
        }
        if (ahead >= 0x8000)
        {
            _late = sequence;
            return;
        }
        _late = null;
        while (ahead >= MostHeld && _waiting > 0)
        {
            GiveUpGap();
            ahead = (ushort)(sequence - _expected);
        }
        if (ahead > 0 && ahead < MostHeld && window > TimeSpan.Zero)
        {
            Hold(sequence, media, now);
            return;
        }
        Missing += ahead;
        Reordered += _waiting > 0 ? 1 : 0;
        _expected = (ushort)(sequence + 1);
        taken(media);
        Drain();
    }

    /// <summary>Releases datagrams that have waited long enough. To be called when no other datagram is waiting to be read.</summary>
    public void Tick(TimeSpan now)
    {
        while (_waiting > 0 && now - Oldest() >= window)
            GiveUpGap();
    }

    private void Hold(ushort sequence, ReadOnlySpan<byte> media, TimeSpan now)
    {
        ref var place = ref _held[sequence % MostHeld];
        if (place is not null)
            return; // twice
        var slot = _spare.TryPop(out var used) ? used : new Slot();
        slot.Fill(media, now);
        place = slot;
        _waiting++;
    }

    /// <summary>Arrival time of the first datagram after the gap.</summary>
    private TimeSpan Oldest()
    {
        var at = _expected;
        while (_held[at % MostHeld] is null)
            at++;
        return _held[at % MostHeld]!.At;
    }

    /// <summary>The datagrams missing before the first waiting one are lost.</summary>
    private void GiveUpGap()
    {
        while (_held[_expected % MostHeld] is null)
        {
            _expected++;
            Missing++;
        }
        Drain();
    }

    private void GiveUpAll()
    {
        while (_waiting > 0)
            GiveUpGap();
    }

    private void Drain()
    {
        while (_waiting > 0 && _held[_expected % MostHeld] is { } next)
        {
            _held[_expected % MostHeld] = null;
            _waiting--;
            _expected++;
            taken(next.Media);
            _spare.Push(next);
        }
    }

    private sealed class Slot
    {
        private byte[] _bytes = new byte[1500];
        private int _length;

        public TimeSpan At { get; private set; }

        public ReadOnlySpan<byte> Media => _bytes.AsSpan(0, _length);

        public void Fill(ReadOnlySpan<byte> media, TimeSpan at)
        {
            if (media.Length > _bytes.Length)
                _bytes = new byte[media.Length];
            media.CopyTo(_bytes);
            (_length, At) = (media.Length, at);
        }
    }
}
