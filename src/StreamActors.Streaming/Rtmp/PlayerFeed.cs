using StreamActors.Domain.Workloads;
using StreamActors.Media.Flv;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>One RTMP player: a connection of the RTMP port that has asked to play.</summary>
/// <param name="close">Ends the thread that reads what the player says.</param>
internal sealed class PlayerFeed(
    RelayReader reader, RtmpFan fan, RtmpServerSession session, RtmpOutput output, TimeProvider time, Action close)
    : FlvFeed(fan, output, session.Link, program: null)
{
    /// <summary>A player that takes nothing for so long does not come back.</summary>
    private static readonly TimeSpan TakesNothingAtMost = TimeSpan.FromSeconds(15);

    /// <summary>In milliseconds of the stream.</summary>
    private const uint LongestWait = 3000;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent = -1;
    private long _moved;

    /// <summary>Completes when the connection is no longer used here.</summary>
    public Task Ended => _ended.Task;

    protected override bool TakesMedia => session.Phase == RtmpSessionPhase.Playing;

    public override bool Pump()
    {
        var goesOn = base.Pump() && TakesMedia;
        reader.Report(SentBytes, Lost);
        if (!IsBlocked || SentBytes != _sent)
            (_sent, _moved) = (SentBytes, time.GetTimestamp());
        return goesOn && time.GetElapsedTime(_moved) < TakesNothingAtMost;
    }

    public override void LetGo(DriverEnd? broken = null)
    {
        base.LetGo(broken);
        lock (Gate)
        {
            if (Output.Fault is null)
            {
                if (End!.Class == ErrorClass.Codec)
                    session.End("NetStream.Play.Failed", End.Text);
                else
                    session.StopPlaying(End.Text);
                Output.Flush();
            }
        }
        close();
        _ended.SetResult();
    }

    protected override DriverEnd? WhyNot(FlvSource source) =>
        (source.IsHevc ? "RTMP players are not sent HEVC." : source.Refusal) is { } refusal ? new(ErrorClass.Codec, refusal) : null;

    /// <summary>FFmpeg misses an audio configuration that follows the first picture, as it would for a stream's first player.</summary>
    protected override bool WaitsAt(FlvSource source, FlvTag keyFrame) => source.IsAac && keyFrame.Headers!.Audio is null
        && unchecked(keyFrame.Timestamp - source.Ring[source.Ring.First].Timestamp) < LongestWait;

    protected override void Read(ReadOnlySpan<byte> bytes) => session.Take(bytes);

    protected override void Send(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body) => session.Send(type, timestamp, body);
}
