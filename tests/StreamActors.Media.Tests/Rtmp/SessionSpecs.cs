using System.Buffers.Binary;
using StreamActors.Media.Rtmp;

namespace StreamActors.Media.Tests.Rtmp;

/// <summary>The publishing client and the server, joined without a network.</summary>
public sealed class SessionSpecs : IRtmpPublications
{
    private readonly List<(RtmpMessageType Type, uint Timestamp, byte[] Body)> _taken = [];
    private readonly RtmpServerSession _server;
    private RtmpPublisher _client = new(new RtmpDestination("rtmp://host/live?token=1", "live?token=1", "studio?x=y"));
    private RtmpPublication? _asked;
    private string? _refuse;
    private bool _hasApplication = true;

    public SessionSpecs() => _server = new RtmpServerSession(this);

    public bool HasApplication(string application) => _hasApplication;

    public string? Accept(RtmpPublication publication)
    {
        _asked = publication;
        return _refuse;
    }

    void IRtmpPublications.Take(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body) =>
        _taken.Add((type, timestamp, body.ToArray()));

    [Fact]
    public void A_publisher_is_accepted_and_its_media_arrive()
    {
        Join();
        (_client.Phase, _server.Phase).ShouldBe((RtmpPublishPhase.Accepted, RtmpSessionPhase.Publishing));
        (_asked!.Application, _asked.Name).ShouldBe(("live?token=1", "studio?x=y"));
        var script = AmfWriter.Bytes("onMetaData", new AmfObject { IsArray = true });
        _client.Send(RtmpMessageType.DataAmf0, 0, script);
        _client.Send(RtmpMessageType.Video, 40, new byte[100_000]);
        _client.Send(RtmpMessageType.Audio, 20, [1, 2, 3]);
        _client.Send(RtmpMessageType.Video, uint.MaxValue, [1]);
        _client.Send(RtmpMessageType.Video, 5, [1]);
        Join();
        _taken.Select(t => (t.Type, t.Timestamp, t.Body.Length)).ShouldBe([
            (RtmpMessageType.DataAmf0, 0u, script.Length), (RtmpMessageType.Video, 40u, 100_000), (RtmpMessageType.Audio, 20u, 3),
            (RtmpMessageType.Video, uint.MaxValue, 1), (RtmpMessageType.Video, 5u, 1)]);
        _client.End();
        Join();
        _server.Phase.ShouldBe(RtmpSessionPhase.Ended);
    }

    [Fact]
    public void Acknowledged_is_what_the_server_has_taken_not_what_was_written()
    {
        Join();
        for (var i = 0; i < 10; i++)
            _client.Send(RtmpMessageType.Video, (uint)i, new byte[100_000]);
        var (before, written) = (_client.Link.Acknowledged, _client.Link.Written);
        written.ShouldBeGreaterThan(1_000_000);
        _client.Link.HasAcknowledged.ShouldBeFalse();
        Join(piece: 10_000);
        _client.Link.HasAcknowledged.ShouldBeTrue();
        _client.Link.Acknowledged.ShouldBeInRange(written - 250_000, written);
        before.ShouldBe(0);
    }

    [Fact]
    public void A_wrong_key_and_a_wrong_application_are_told()
    {
        _refuse = "There is no input with this application and stream key.";
        Join();
        _server.Phase.ShouldBe(RtmpSessionPhase.Refused);
        _client.Refusal.ShouldBe(new RtmpRefusal(RtmpRefusalType.BadName, "NetStream.Publish.BadName", _refuse));

        (_client, _hasApplication) = (new RtmpPublisher(new RtmpDestination("rtmp://host/other", "other", "studio")), false);
        var server = new RtmpServerSession(this);
        Join(server);
        server.Phase.ShouldBe(RtmpSessionPhase.Refused);
        (_client.Refusal!.Type, _client.Refusal.Code).ShouldBe((RtmpRefusalType.Rejected, "NetConnection.Connect.Rejected"));
    }

    [Fact]
    public void A_publisher_that_is_replaced_is_told()
    {
        Join();
        _server.End("NetStream.Publish.BadName", "Another publisher has taken over.");
        Join();
        _client.Refusal.ShouldBe(
            new RtmpRefusal(RtmpRefusalType.BadName, "NetStream.Publish.BadName", "Another publisher has taken over."));
    }

    [Theory]
    [InlineData("[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ]", null, RtmpRefusalType.Denied)]
    [InlineData("Invalid stream", null, RtmpRefusalType.Rejected)]
    [InlineData("Moved.", "rtmp://other.example/live", RtmpRefusalType.Redirected)]
    [InlineData("Moved.", "file:///etc/passwd", RtmpRefusalType.Rejected)]
    public void Answers_of_servers_to_connect(string description, string? redirect, RtmpRefusalType type)
    {
        var peer = new Peer(_client);
        var info = new AmfObject { { "level", "error" }, { "code", "NetConnection.Connect.Rejected" }, { "description", description } };
        if (redirect is not null)
            info.Add("ex", new AmfObject { { "code", 302.0 }, { "redirect", redirect } });
        peer.Command(0, "_error", 1.0, null, info);
        _client.Refusal!.Type.ShouldBe(type);
        (_client.Refusal.Redirect?.ToString()).ShouldBe(type == RtmpRefusalType.Redirected ? redirect : null);
    }

    [Fact]
    public void A_refusal_repeats_neither_the_key_nor_the_query_of_the_application()
    {
        var peer = new Peer(_client);
        peer.Command(0, "_error", 1.0, null, new AmfObject { { "code", "NetConnection.Connect.Rejected" },
            { "description", "no studio?x=y, no studio\r\n here, no live?token=1" } });
        _client.Refusal!.Description.ShouldBe("no ***, no *** here, no live?***");
        _client.Refusal.ToString().ShouldNotContain("studio");
    }

    [Fact]
    public void A_ping_is_answered_and_errors_of_commands_that_servers_need_not_know_are_ignored()
    {
        var peer = new Peer(_client);
        peer.Command(0, "_result", 1.0, new AmfObject(), new AmfObject { { "code", "NetConnection.Connect.Success" } });
        peer.Command(0, "_error", 2.0, null, null);
        peer.Command(0, "_error", 3.0, null, null);
        peer.Command(0, "_result", 4.0, null, 7.0);
        peer.Command(7, "onStatus", 0.0, null, new AmfObject { { "level", "status" }, { "code", "NetStream.Publish.Start" } });
        _client.Phase.ShouldBe(RtmpPublishPhase.Accepted);
        peer.Heard.Clear();
        peer.Write(RtmpMessageType.UserControl, [0, 6, 1, 2, 3, 4]);
        peer.Heard.Single().Body.ShouldBe([0, 7, 1, 2, 3, 4]);
    }

    [Fact]
    public void An_aggregate_message_is_taken_apart()
    {
        Join();
        byte[] Tag(byte type, uint at, byte[] body) => [type, 0, 0, (byte)body.Length, (byte)(at >> 16), (byte)(at >> 8), (byte)at, 0, 0, 0,
            0, .. body, 0, 0, 0, (byte)(11 + body.Length)];
        _client.Link.Write(6, RtmpMessageType.Aggregate, 1, 1000, [.. Tag(9, 300, [1, 2]), .. Tag(8, 320, [3])]);
        Join();
        _taken.Select(t => (t.Type, t.Timestamp, t.Body.Length)).ShouldBe([
            (RtmpMessageType.Video, 1000u, 2), (RtmpMessageType.Audio, 1020u, 1)]);
    }

    [Fact]
    public void Enhanced_RTMP_is_answered()
    {
        _client = new RtmpPublisher(new RtmpDestination("rtmp://host/live", "live", "studio") { FourCcs = ["hvc1"] });
        List<byte> sent = [];
        Join(onServerBytes: b => sent.AddRange(b));
        System.Text.Encoding.Latin1.GetString([.. sent]).ShouldContain("hvc1");
    }

    [Theory]
    [InlineData(0x16, "TLS on the port of RTMP without TLS.")]
    [InlineData(0x47, "Not RTMP: the first byte is 71.")]
    public void Other_protocols_are_recognized(byte first, string reason) =>
        Should.Throw<RtmpException>(() => _server.Take([first, 3, 1])).Message.ShouldBe(reason);

    [Fact]
    public void Media_before_publish_is_refused()
    {
        var client = new RtmpPublisher(new RtmpDestination("", "", ""));
        _server.Take(client.Link.Pending.Span);
        client.Take(_server.Link.Pending.Span);
        client.Link.Sent(1537);
        client.Link.Write(4, RtmpMessageType.Video, 1, 0, [1]);
        Should.Throw<RtmpException>(() => _server.Take(client.Link.Pending.Span)).Message.ShouldBe("Media before publish.");
    }

    private void Join(RtmpServerSession? server = null, int piece = 1000, Action<byte[]>? onServerBytes = null)
    {
        server ??= _server;
        while (_client.Link.Pending.Length + server.Link.Pending.Length > 0)
        {
            var (up, down) = (First(_client.Link, piece), First(server.Link, piece));
            onServerBytes?.Invoke(down);
            server.Take(up);
            _client.Take(down);
        }
    }

    private static byte[] First(RtmpLink link, int most)
    {
        var bytes = link.Pending[..Math.Min(most, link.Pending.Length)].ToArray();
        link.Sent(bytes.Length);
        return bytes;
    }

    /// <summary>A server that says what a test wants; the handshake is over.</summary>
    private sealed class Peer
    {
        private readonly RtmpPublisher _client;
        private readonly System.Buffers.ArrayBufferWriter<byte> _output = new();
        private readonly ChunkWriter _writer;
        private readonly ChunkReader _reader;

        public Peer(RtmpPublisher client)
        {
            (_client, _writer) = (client, new ChunkWriter(_output));
            _reader = new ChunkReader(RtmpLimits.Default, (type, _, _, body) =>
            {
                Heard.Add((type, body.ToArray()));
                if (type == RtmpMessageType.SetChunkSize)
                    _reader!.SetChunkSize(BinaryPrimitives.ReadUInt32BigEndian(body));
            });
            client.Link.Sent(client.Link.Pending.Length);
            client.Take([3, .. new byte[1536], .. new byte[1536]]);
            client.Link.Sent(1536);
            Listen();
        }

        public List<(RtmpMessageType Type, byte[] Body)> Heard { get; } = [];

        public void Command(uint stream, params object?[] values) =>
            Write(RtmpMessageType.CommandAmf0, AmfWriter.Bytes(values), stream);

        public void Write(RtmpMessageType type, byte[] body, uint stream = 0)
        {
            _output.ResetWrittenCount();
            _writer.Write(3, type, stream, 0, body);
            _client.Take(_output.WrittenSpan);
            Listen();
        }

        private void Listen()
        {
            _reader.Take(_client.Link.Pending.Span);
            _client.Link.Sent(_client.Link.Pending.Length);
        }
    }
}
