using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>
/// One native RTMP destination: its position in the tags of its relay, and its connection. Where it does not keep up, it loses what the
/// ring drops, and goes on with a key frame.
/// </summary>
internal sealed class RtmpFeed(RtmpFan fan, RtmpConnection connection, bool isHevc, int? program) : IOutputFeed
{
    /// <summary>What is put together for one send.</summary>
    private const int Piece = 64 << 10;

    /// <summary>What we would answer a peer that asks, and reads nothing.</summary>
    private const int MostUnread = 1 << 20;

    /// <summary>Two of our windows of acknowledgement: a peer that acknowledges RTMP and is further behind has stopped reading.</summary>
    private const long MostUnconfirmed = 500_000;

    private const string NoHevc = "RTMP cannot carry HEVC. This server does not say that it takes enhanced RTMP with hvc1.";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private long _answers;
    private FlvSource? _source;
    private DriverEnd? _end;
    private long _next = -1;
    private uint _base;
    private long _passed;
    private long _lostBytes;
    private long _behindBytes;
    private long _seenReached;
    private long _seenConfirmed;
    private long _confirmedAtOnce;
    private long _accepted;
    private volatile bool _leaving;

    public bool Leaving { get => _leaving; set => _leaving = value; }

    /// <summary>Completes when the connection is closed.</summary>
    public Task<DriverEnd> Ended => _ended.Task;

    /// <summary>Its socket takes no more at present.</summary>
    public bool IsBlocked { get; private set; }

    public long SentBytes => connection.SentBytes;

    /// <summary>In packets of the relay.</summary>
    public long Lost => Volatile.Read(ref _lostBytes) / TsPacket.Size;

    /// <summary>Not sent yet, in packets of the relay.</summary>
    public long Behind => Volatile.Read(ref _behindBytes) / TsPacket.Size;

    /// <summary>Not sent, or sent and not acknowledged.</summary>
    public long BacklogBytes => Volatile.Read(ref _behindBytes) + Math.Max(0, connection.SentBytes - connection.AcknowledgedBytes);

    /// <summary>Rises while the peer takes media: its RTMP acknowledges it, or, as long as that is not far behind, its TCP.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    public void Begin(ReaderSignal readerSignal)
    {
        _source = fan.Attach(program);
        _receiving = Task.Run(Receive, CancellationToken.None); // never on this thread, which serves the others
    }

    /// <summary>Sends as much as the socket takes.</summary>
    /// <returns>False if this destination has ended.</returns>
    public bool Pump()
    {
        var (source, ring) = (_source!, _source!.Ring);
        if (source.IsHevc && !isHevc)
            _end ??= new DriverEnd(ErrorClass.InputLost, "The input's video has become HEVC.", Anew: true); // asks the server then
        else if ((source.IsHevc && !connection.Publisher.TakesHevc ? NoHevc : source.Refusal) is { } refusal)
            _end ??= new DriverEnd(ErrorClass.Codec, $"{refusal} It starts again by itself when the input sends what RTMP carries.");
        lock (_gate)
        {
            IsBlocked = false;
            while (_end is null && connection.Publisher.Phase == RtmpPublishPhase.Accepted)
            {
                IsBlocked = !connection.Flush();
                _end ??= connection.Fault;
                if (IsBlocked || !Collect(ring))
                    break;
            }
        }
        Volatile.Write(ref _behindBytes, _next < 0 ? 0 : ring.Bytes - _passed);
        if (source.Ended && _next >= ring.Next && !IsBlocked)
            return false;
        return _end is null;
    }

    /// <summary>Whether the peer has taken media since the last check.</summary>
    public void Check()
    {
        var (reached, link) = (connection.AcknowledgedBytes, connection.Publisher.Link);
        var confirmed = link.Acknowledged;
        // Not every server keeps to our window.
        _confirmedAtOnce = Math.Max(_confirmedAtOnce, confirmed - _seenConfirmed);
        var isBehind = link.HasAcknowledged && link.Written - confirmed > Math.Max(MostUnconfirmed, 2 * _confirmedAtOnce);
        if (isBehind ? confirmed != _seenConfirmed : reached > _seenReached)
            Volatile.Write(ref _accepted, _accepted + 1);
        (_seenReached, _seenConfirmed) = (reached, confirmed);
    }

    public void LetGo(DriverEnd? broken)
    {
        _end = broken ?? _end;
        if (_source is { } source)
            fan.Detach(source);
        _end ??= _leaving ? DriverEnd.Wanted : new DriverEnd(ErrorClass.InputLost, "The input has ended.");
        // A server that says no after it has said yes, as nginx does.
        if (_end == RtmpEnds.Closed && Accepted == 0)
            _end = RtmpEnds.ClosedAt(RtmpPublishPhase.Publishing);
        _ = Close();
    }

    /// <returns>False if there is nothing to send.</returns>
    private bool Collect(FlvRing ring)
    {
        if (_next < ring.First && !Join(ring))
            return false;
        var any = false;
        while (_next < ring.Next && connection.Publisher.Link.Pending.Length < Piece)
        {
            ref readonly var tag = ref ring[_next++];
            _passed = tag.Before + tag.Length;
            any = true;
            // Audio may come a little after the picture it precedes.
            if (unchecked((int)(tag.Timestamp - _base)) >= 0)
                Send(tag.Type, tag.Timestamp - _base, tag.Body);
        }
        return any;
    }

    /// <summary>Begins, or goes on, with the newest key frame.</summary>
    private bool Join(FlvRing ring)
    {
        if (ring.Join < 0 || ring[ring.Join] is not { Headers: { } headers } tag)
            return false;
        if (_next < 0)
            _base = tag.Timestamp;
        else
            Volatile.Write(ref _lostBytes, _lostBytes + tag.Before - _passed);
        (_next, _passed) = (ring.Join, tag.Before);
        var at = tag.Timestamp - _base;
        if (headers.Script is { } script)
            Send(FlvTagType.Script, at, script);
        if (headers.Video is { } video)
            Send(FlvTagType.Video, at, video);
        if (headers.Audio is { } audio)
            Send(FlvTagType.Audio, at, audio);
        return true;
    }

    private void Send(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body) =>
        connection.Publisher.Send((RtmpMessageType)type, timestamp, body);

    private async Task Receive()
    {
        DriverEnd end;
        try
        {
            while (await connection.Receive(Take, _closing.Token))
            {
                if (connection.Publisher.Refusal is not null)
                    break;
            }
            end = connection.Publisher.Refusal is { } refusal ? RtmpEnds.Of(refusal) : RtmpEnds.Closed;
        }
        catch (RtmpException failure)
        {
            end = RtmpEnds.Of(failure);
        }
        catch (SocketException failure)
        {
            end = RtmpEnds.Of(failure);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            end = RtmpEnds.Closed;
        }
        catch (Exception failure) // ours: else it would never end
        {
            end = DriverEnd.Bug("Reading from the destination", failure);
        }
        lock (_gate)
        {
            if (_leaving)
                return;
            _end ??= end;
        }
        fan.Remove(this);
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            var link = connection.Publisher.Link;
            var before = link.Written;
            connection.Publisher.Take(bytes.Span);
            // Media waits there too: only what the peer has asked for counts.
            _answers = link.Pending.Length == 0 ? 0 : _answers + Math.Max(0, link.Written - before);
            if (_answers > MostUnread)
                throw new RtmpException("it asks and does not read the answers.");
        }
    }

    /// <summary>Takes leave as far as the peer listens.</summary>
    private async Task Close()
    {
        lock (_gate)
        {
            if (connection.Publisher.Phase == RtmpPublishPhase.Accepted && connection.Fault is null)
            {
                connection.Publisher.End();
                connection.Flush();
            }
            connection.Shutdown();
        }
        _closing.CancelAfter(Farewell);
        await _receiving;
        connection.Dispose();
        _closing.Dispose();
        _ended.SetResult(_end!);
    }
}
