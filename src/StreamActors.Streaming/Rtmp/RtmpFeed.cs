using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Relay;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>One native RTMP destination, with its connection.</summary>
internal sealed class RtmpFeed(RtmpFan fan, RtmpConnection connection, bool isHevc, int? program)
    : FlvFeed(fan, connection.Output, connection.Publisher.Link, program)
{
    /// <summary>Two of our windows of acknowledgement: a peer that acknowledges RTMP and is further behind has stopped reading.</summary>
    private const long MostUnconfirmed = 500_000;

    private const string NoHevc = "RTMP cannot carry HEVC. This server does not say that it takes enhanced RTMP with hvc1.";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly RtmpFan _fan = fan;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private long _seenReached;
    private long _seenConfirmed;
    private long _confirmedAtOnce;
    private long _accepted;

    /// <summary>Completes when the connection is closed.</summary>
    public Task<DriverEnd> Ended => _ended.Task;

    /// <summary>Not sent, or sent and not acknowledged.</summary>
    public long BacklogBytes => BehindBytes + Math.Max(0, SentBytes - connection.AcknowledgedBytes);

    /// <summary>Rises while the peer takes media: its RTMP acknowledges it, or, as long as that is not far behind, its TCP.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    protected override bool TakesMedia => connection.Publisher.Phase == RtmpPublishPhase.Accepted;

    public override void Begin(ReaderSignal readerSignal)
    {
        base.Begin(readerSignal);
        _receiving = Task.Run(Receive, CancellationToken.None); // never on this thread, which serves the others
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

    public override void LetGo(DriverEnd? broken = null)
    {
        base.LetGo(broken);
        // A server that says no after it has said yes, as nginx does.
        if (End == RtmpEnds.Closed && Accepted == 0)
            End = RtmpEnds.ClosedAt(RtmpPublishPhase.Publishing);
        _ = Close();
    }

    protected override DriverEnd? WhyNot(FlvSource source) =>
        source.IsHevc && !isHevc ? new(ErrorClass.InputLost, "The input's video has become HEVC.", Anew: true) // asks the server then
        : (source.IsHevc && !connection.Publisher.TakesHevc ? NoHevc : source.Refusal) is { } refusal
            ? new(ErrorClass.Codec, $"{refusal} It starts again by itself when the input sends what RTMP carries.") : null;

    protected override void Read(ReadOnlySpan<byte> bytes) => connection.Publisher.Take(bytes);

    protected override void Send(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body) =>
        connection.Publisher.Send(type, timestamp, body);

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
        lock (Gate)
        {
            if (Leaving)
                return;
            End ??= end;
        }
        _fan.Remove(this);
    }

    /// <summary>Takes leave as far as the peer listens.</summary>
    private async Task Close()
    {
        lock (Gate)
        {
            if (TakesMedia && Output.Fault is null)
            {
                connection.Publisher.End();
                Output.Flush();
            }
            connection.Shutdown();
        }
        _closing.CancelAfter(Farewell);
        await _receiving;
        connection.Dispose();
        _closing.Dispose();
        _ended.SetResult(End!);
    }
}
