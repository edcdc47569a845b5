using StreamActors.Domain.Workloads;
using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>
/// One that gets the tags of a relay over RTMP, a destination or a player: its position in them. Where it does not keep up, it loses what
/// the ring drops, and goes on with a key frame.
/// </summary>
internal abstract class FlvFeed(RtmpFan fan, RtmpOutput output, RtmpLink link, int? program) : IOutputFeed
{
    /// <summary>What is put together for one send.</summary>
    private const int Piece = 64 << 10;

    /// <summary>What we would answer a peer that asks, and reads nothing.</summary>
    private const int MostUnread = 1 << 20;

    private FlvSource? _source;
    private long _answers;
    private long _next = -1;
    private FlvTime _time;
    private long _base;
    private long _passed;
    private long _lostBytes;
    private long _behindBytes;
    private volatile bool _leaving;

    public bool Leaving { get => _leaving; set => _leaving = value; }

    /// <summary>Its socket takes no more at present.</summary>
    public bool IsBlocked { get; private set; }

    public long SentBytes => Output.SentBytes;

    /// <summary>In packets of the relay.</summary>
    public long Lost => Volatile.Read(ref _lostBytes) / TsPacket.Size;

    /// <summary>Not sent yet, in packets of the relay.</summary>
    public long Behind => BehindBytes / TsPacket.Size;

    protected RtmpOutput Output { get; } = output;

    protected long BehindBytes => Volatile.Read(ref _behindBytes);

    /// <summary>Guards the connection: the peer is answered on another thread.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Why it ends; null until then.</summary>
    protected DriverEnd? End { get; set; }

    /// <summary>The other side takes media.</summary>
    protected abstract bool TakesMedia { get; }

    public virtual void Begin(ReaderSignal readerSignal) => _source = fan.Attach(program);

    /// <summary>Sends as much as the socket takes.</summary>
    /// <returns>False if it has ended.</returns>
    public virtual bool Pump()
    {
        var (source, ring) = (_source!, _source!.Ring);
        End ??= WhyNot(source);
        lock (Gate)
        {
            IsBlocked = false;
            while (End is null && TakesMedia)
            {
                IsBlocked = !Output.Flush();
                End ??= Output.Fault;
                if (IsBlocked || !Collect(ring))
                    break;
            }
        }
        Volatile.Write(ref _behindBytes, _next < 0 ? 0 : ring.Bytes - _passed);
        if (source.Ended && _next >= ring.Next && !IsBlocked)
            return false;
        return End is null;
    }

    public virtual void LetGo(DriverEnd? broken = null)
    {
        End = broken ?? End;
        if (_source is { } source)
            fan.Detach(source);
        End ??= _leaving ? DriverEnd.Wanted : new DriverEnd(ErrorClass.InputLost, "The input has ended.");
    }

    /// <summary>Takes what came from the other side; from another thread.</summary>
    /// <exception cref="RtmpException">It violates the protocol or a limit.</exception>
    public void Take(ReadOnlyMemory<byte> bytes)
    {
        lock (Gate)
        {
            var before = link.Written;
            Read(bytes.Span);
            // Media waits there too: only what the peer has asked for counts.
            _answers = link.Pending.Length == 0 ? 0 : _answers + Math.Max(0, link.Written - before);
            if (_answers > MostUnread)
                throw new RtmpException("it asks and does not read the answers.");
        }
    }

    /// <returns>Why it is not sent what the source has; null if it is.</returns>
    protected abstract DriverEnd? WhyNot(FlvSource source);

    /// <summary>It does not begin with this key frame yet.</summary>
    protected virtual bool WaitsAt(FlvSource source, FlvTag keyFrame) => false;

    protected abstract void Read(ReadOnlySpan<byte> bytes);

    protected abstract void Send(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body);

    /// <returns>False if there is nothing to send.</returns>
    internal bool Collect(FlvRing ring)
    {
        if (_next < ring.First && !Join(ring))
            return false;
        var any = false;
        while (_next < ring.Next && link.Pending.Length < Piece)
        {
            ref readonly var tag = ref ring[_next++];
            _passed = tag.Before + tag.Length;
            any = true;
            // Audio may come a little after the picture it precedes.
            if (_time.Take(tag.Timestamp) - _base is >= 0 and var at)
                Send((RtmpMessageType)tag.Type, unchecked((uint)at), tag.Body);
        }
        return any;
    }

    /// <summary>Begins, or goes on, with the newest key frame.</summary>
    private bool Join(FlvRing ring)
    {
        if (ring.Join < 0 || ring[ring.Join] is not { Headers: { } headers } tag || (_next < 0 && WaitsAt(_source!, tag)))
            return false;
        var time = _time.Take(tag.Timestamp);
        if (_next < 0)
            _base = time;
        else
            Volatile.Write(ref _lostBytes, _lostBytes + tag.Before - _passed);
        (_next, _passed) = (ring.Join, tag.Before);
        var at = unchecked((uint)(time - _base));
        if (headers.Script is { } script)
            Send(RtmpMessageType.DataAmf0, at, script);
        if (headers.Video is { } video)
            Send(RtmpMessageType.Video, at, video);
        if (headers.Audio is { } audio)
            Send(RtmpMessageType.Audio, at, audio);
        return true;
    }
}
