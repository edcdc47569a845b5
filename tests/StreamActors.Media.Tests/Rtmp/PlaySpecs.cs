using StreamActors.Media.Rtmp;

namespace StreamActors.Media.Tests.Rtmp;

/// <summary>A player and the server, joined without a network.</summary>
public sealed class PlaySpecs : IRtmpPublications
{
    private readonly List<(RtmpMessageType Type, uint Timestamp, byte[] Body)> _heard = [];
    private readonly RtmpServerSession _server;
    private readonly RtmpLink _player;
    private RtmpPublication? _asked;
    private RtmpPlayRefusal? _refusal;

    public PlaySpecs()
    {
        _server = new RtmpServerSession(this);
        _player = new RtmpLink(isServer: false, RtmpLimits.Default,
            (type, _, timestamp, body) => _heard.Add((type, timestamp, body.ToArray())));
        Join();
        _player.Command(0, "connect", 1.0, new AmfObject { { "app", "relay" } });
        _player.Command(0, "createStream", 2.0, null);
        _player.Command(0, "getStreamLength", 3.0, null, "cam?key=sesame");
        Join();
    }

    public bool HasApplication(string application) => application == "relay";

    public string? Accept(RtmpPublication publication) => "Not here.";

    RtmpPlayRefusal? IRtmpPublications.Play(RtmpPublication request)
    {
        _asked = request;
        return _refusal;
    }

    void IRtmpPublications.Take(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body) =>
        throw new InvalidOperationException("A player sends no media.");

    [Fact]
    public void A_player_is_told_that_the_stream_begins_and_then_gets_media()
    {
        Play();
        (_asked!.Application, _asked.Name).ShouldBe(("relay", "cam?key=sesame"));
        _server.Phase.ShouldBe(RtmpSessionPhase.Playing);
        Statuses.ShouldBe(["NetStream.Play.Reset", "NetStream.Play.Start"]);
        _server.Send(RtmpMessageType.DataAmf0, 0, AmfWriter.Bytes("onMetaData", new AmfObject { IsArray = true }));
        _server.Send(RtmpMessageType.Video, 40, new byte[100_000]);
        _server.Send(RtmpMessageType.Audio, 20, [1, 2, 3]);
        _heard.Clear();
        Join();
        _heard.Select(h => (h.Type, h.Timestamp)).ShouldBe(
            [(RtmpMessageType.DataAmf0, 0u), (RtmpMessageType.Video, 40u), (RtmpMessageType.Audio, 20u)]);
        _heard[1].Body.Length.ShouldBe(100_000);
        _server.StopPlaying("The input has ended.");
        Join();
        Statuses.ShouldBe(["NetStream.Play.UnpublishNotify"]);
    }

    [Fact]
    public void A_player_of_a_stream_that_RTMP_cannot_carry_is_told_why()
    {
        Play();
        _heard.Clear();
        _server.End("NetStream.Play.Failed", "RTMP cannot carry HEVC.");
        Join();
        Statuses.ShouldBe(["NetStream.Play.Failed"]);
    }

    [Fact]
    public void A_stream_that_may_not_be_played_is_refused_with_the_reason()
    {
        _refusal = new RtmpPlayRefusal("NetStream.Play.Failed", "The read key is missing.");
        Play();
        Statuses.ShouldBe(["NetStream.Play.Failed"]);
        _server.Phase.ShouldBe(RtmpSessionPhase.Refused);
    }

    [Fact]
    public void Pause_seek_and_half_a_stream_are_refused_and_the_player_goes_on_until_it_ends_the_stream()
    {
        Play();
        _heard.Clear();
        _player.Command(1, "pause", 0.0, null, true, 0.0);
        _player.Command(1, "seek", 0.0, null, 1000.0);
        _player.Command(1, "receiveAudio", 0.0, null, false);
        _player.Command(1, "receiveVideo", 0.0, null, true);
        Join();
        Statuses.ShouldBe(["NetStream.Pause.Failed", "NetStream.Seek.Failed", "NetStream.Failed"]);
        _server.Phase.ShouldBe(RtmpSessionPhase.Playing);
        _player.Command(0, "deleteStream", 0.0, null, 1.0);
        Join();
        _server.Phase.ShouldBe(RtmpSessionPhase.Ended);
    }

    [Fact]
    public void A_second_play_and_media_from_a_player_break_the_protocol()
    {
        Play();
        _player.Write(4, RtmpMessageType.Video, 1, 0, [1]);
        Should.Throw<RtmpException>(Join).Message.ShouldBe("Media before publish.");
        _player.Sent(_player.Pending.Length);
        _player.Command(1, "play", 0.0, null, "other");
        Should.Throw<RtmpException>(Join).Message.ShouldBe("play for the second time.");
    }

    private IEnumerable<string?> Statuses => _heard.Where(h => h.Type == RtmpMessageType.CommandAmf0)
        .Select(h => RtmpCommand.Of(h.Type, h.Body)!.Value).Where(c => c.Name == "onStatus").Select(c => c.Info?.Text("code"));

    private void Play()
    {
        _heard.Clear();
        _player.Command(1, "play", 0.0, null, "cam?key=sesame");
        Join();
    }

    private void Join()
    {
        while (_player.Pending.Length + _server.Link.Pending.Length > 0)
        {
            var (up, down) = (_player.Pending.ToArray(), _server.Link.Pending.ToArray());
            _player.Sent(up.Length);
            _server.Link.Sent(down.Length);
            _server.Take(up);
            _player.Take(down);
        }
    }
}
