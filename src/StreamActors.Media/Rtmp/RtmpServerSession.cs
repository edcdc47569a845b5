using System.Buffers.Binary;

namespace StreamActors.Media.Rtmp;

/// <summary>What a publisher or a player asks for.</summary>
/// <param name="Application">With its query, if it has one.</param>
/// <param name="Name">The stream key or name, with its query.</param>
public sealed record RtmpPublication(string Application, string Name)
{
    /// <summary>What the publisher calls itself, such as OBS or FMLE/3.0.</summary>
    public string Software { get; init; } = "";

    /// <summary>Without the key: this may be logged.</summary>
    public override string ToString() => "an RTMP publication";
}

/// <summary>Why a stream is not played.</summary>
/// <param name="Code">Such as NetStream.Play.StreamNotFound.</param>
public sealed record RtmpPlayRefusal(string Code, string Reason);

/// <summary>The owner of a server's session: lets publishers and players in, and takes the media of publishers.</summary>
public interface IRtmpPublications
{
    bool HasApplication(string application);

    /// <returns>The reason for a refusal, which the publisher is told; null if it may publish.</returns>
    string? Accept(RtmpPublication publication);

    /// <returns>Null if the stream may be played: from then on the owner sends it.</returns>
    RtmpPlayRefusal? Play(RtmpPublication request) =>
        new("NetStream.Play.StreamNotFound", "Streams can be published here, not played.");

    /// <summary>Audio, video, or with <see cref="RtmpMessageType.DataAmf0"/> a script tag.</summary>
    void Take(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body);
}

public enum RtmpSessionPhase
{
    Handshake,

    /// <summary>Nothing is published yet.</summary>
    Commands,

    Publishing,

    Playing,

    /// <summary>The publisher has ended the stream, or the player wants no more of it.</summary>
    Ended,

    /// <summary>What is pending tells the reason; then the connection is to be closed.</summary>
    Refused,
}

/// <summary>
/// The server's side of a connection that publishes or plays. Takes and gives bytes; the owner has the socket, TLS and the clock.
/// </summary>
public sealed class RtmpServerSession
{
    private const uint Window = 2_500_000;

    /// <summary>A publisher needs five: connect, releaseStream, FCPublish, createStream, publish.</summary>
    private const int MostCommands = 64;

    private const uint Stream = 1;

    /// <summary>HEVC and AVC by FourCC, which MPEG-TS can carry.</summary>
    private static readonly object?[] FourCcs = ["avc1", "hvc1", "mp4a"];

    private readonly IRtmpPublications _publications;
    private string? _application;
    private string _software = "";
    private int _commands;

    public RtmpServerSession(IRtmpPublications publications)
    {
        _publications = publications;
        Link = new RtmpLink(isServer: true, RtmpLimits.Stranger, Handle);
    }

    public RtmpLink Link { get; }

    public RtmpSessionPhase Phase { get; private set; } = RtmpSessionPhase.Handshake;

    /// <exception cref="RtmpException">It violates the protocol or a limit.</exception>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        Link.Take(bytes);
        if (Phase == RtmpSessionPhase.Handshake && Link.IsHandshakeDone)
            Phase = RtmpSessionPhase.Commands;
    }

    /// <summary>Sends media to a player, or with <see cref="RtmpMessageType.DataAmf0"/> the body of a script tag (onMetaData).</summary>
    public void Send(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body) =>
        Link.Write((byte)(type == RtmpMessageType.Video ? 6 : 4), type, Stream, timestamp, body);

    /// <summary>Tells a player that nothing more comes.</summary>
    public void StopPlaying(string description)
    {
        if (Phase != RtmpSessionPhase.Playing)
            return;
        Link.StreamEnds(Stream);
        Status("status", "NetStream.Play.UnpublishNotify", description);
        Phase = RtmpSessionPhase.Ended;
    }

    /// <summary>Ends it from this side, with a reason that the publisher or player shows.</summary>
    public void End(string code, string description)
    {
        if (Phase is RtmpSessionPhase.Publishing or RtmpSessionPhase.Playing)
            Status("error", code, description);
        Phase = RtmpSessionPhase.Refused;
    }

    private void Handle(RtmpMessageType type, uint stream, uint timestamp, ReadOnlySpan<byte> body)
    {
        if (Phase is RtmpSessionPhase.Refused or RtmpSessionPhase.Ended)
            return;
        switch (type)
        {
            case RtmpMessageType.Audio or RtmpMessageType.Video or RtmpMessageType.Aggregate or RtmpMessageType.DataAmf0
                or RtmpMessageType.DataAmf3 when Phase != RtmpSessionPhase.Publishing:
                throw new RtmpException("Media before publish.");
            case RtmpMessageType.Audio or RtmpMessageType.Video:
                _publications.Take(type, timestamp, body);
                break;
            case RtmpMessageType.Aggregate:
                Split(timestamp, body);
                break;
            case RtmpMessageType.DataAmf0:
                TakeData(timestamp, body);
                break;
            case RtmpMessageType.DataAmf3 when body is [0, ..]:
                TakeData(timestamp, body[1..]);
                break;
            default:
                if (RtmpCommand.Of(type, body) is { } command)
                    Obey(command);
                break;
        }
    }

    /// <summary>Several tags as in an FLV file, whose timestamps begin somewhere.</summary>
    private void Split(uint timestamp, ReadOnlySpan<byte> body)
    {
        uint? first = null;
        while (body.Length >= 11)
        {
            var length = (body[1] << 16) | (body[2] << 8) | body[3];
            var time = (BinaryPrimitives.ReadUInt32BigEndian(body[3..]) & 0xFF_FFFF) | ((uint)body[7] << 24);
            first ??= time;
            if (body.Length - 11 < length)
                throw new RtmpException("An aggregate message is shorter than its parts.");
            var (type, at) = ((RtmpMessageType)body[0], unchecked(timestamp + time - first.Value));
            if (type is RtmpMessageType.Audio or RtmpMessageType.Video)
                _publications.Take(type, at, body.Slice(11, length));
            else if (type is RtmpMessageType.DataAmf0)
                TakeData(at, body.Slice(11, length));
            body = body[Math.Min(body.Length, 11 + length + 4)..];
        }
    }

    /// <summary>A publisher sends onMetaData with the order to keep it.</summary>
    private void TakeData(uint timestamp, ReadOnlySpan<byte> body)
    {
        var order = "\x02\0\x0d@setDataFrame"u8;
        _publications.Take(RtmpMessageType.DataAmf0, timestamp, body.StartsWith(order) ? body[order.Length..] : body);
    }

    private void Obey(RtmpCommand command)
    {
        if (Phase != RtmpSessionPhase.Publishing && ++_commands > MostCommands)
            throw new RtmpException($"More than {MostCommands} commands, and publish is not among them.");
        switch (command.Name)
        {
            case "connect":
                Connect(command);
                break;
            case "createStream":
                Link.Command(0, "_result", command.Transaction, null, (double)Stream);
                break;
            case "publish":
                Publish(command[0] as string ?? "");
                break;
            case "play":
                Play(command[0] as string ?? "");
                break;
            case "pause" when command[0] is true:
                Status("error", "NetStream.Pause.Failed", "A live stream cannot be paused.");
                break;
            case "seek":
                Status("error", "NetStream.Seek.Failed", "A live stream cannot be sought.");
                break;
            case "receiveAudio" or "receiveVideo" when command[0] is false:
                Status("error", "NetStream.Failed", "Audio and video are always sent together.");
                break;
            case "deleteStream" or "closeStream" when Phase == RtmpSessionPhase.Playing:
                Phase = RtmpSessionPhase.Ended;
                break;
            case "FCUnpublish" or "deleteStream" or "closeStream" when Phase == RtmpSessionPhase.Publishing:
                Status("status", "NetStream.Unpublish.Success", "The stream has ended.");
                Phase = RtmpSessionPhase.Ended;
                break;
            case "_result" or "_error" or "onStatus":
                break;
            default:
                if (command.Transaction > 0)
                    Link.Command(0, "_result", command.Transaction, null, null);
                break;
        }
    }

    private void Connect(RtmpCommand command)
    {
        if (_application is not null)
            throw new RtmpException("connect for the second time.");
        _application = command.Object?.Text("app") ?? throw new RtmpException("connect without an application (app).");
        _software = command.Object.ShownText("flashVer") ?? "";
        if (!_publications.HasApplication(_application))
        {
            Link.Command(0, "_error", command.Transaction, null,
                Info("error", "NetConnection.Connect.Rejected", "No input has this application: check the server's URL."));
            Phase = RtmpSessionPhase.Refused;
            return;
        }
        Link.AnnounceWindow(Window);
        Link.SetPeerBandwidth(Window);
        Link.SetChunkSize(4096);
        var properties = new AmfObject { { "fmsVer", "FMS/3,5,7,7009" }, { "capabilities", 31.0 } };
        var info = Info("status", "NetConnection.Connect.Success", "Connection succeeded.");
        info.Add("objectEncoding", command.Object["objectEncoding"] is 3.0 ? 3.0 : 0.0);
        if (command.Object["fourCcList"] is not null || command.Object["videoFourCcInfoMap"] is not null) // enhanced RTMP
        {
            properties.Add("fourCcList", FourCcs);
            properties.Add("capsEx", 0.0); // no reconnect request, no multitrack
        }
        Link.Command(0, "_result", command.Transaction, properties, info);
    }

    private void Publish(string name)
    {
        if (_application is null)
            throw new RtmpException("publish before connect.");
        if (Phase is RtmpSessionPhase.Publishing or RtmpSessionPhase.Playing)
            throw new RtmpException("publish after publish or play.");
        if (_publications.Accept(new RtmpPublication(_application, name) { Software = _software }) is { } reason)
        {
            Status("error", "NetStream.Publish.BadName", reason);
            Phase = RtmpSessionPhase.Refused;
            return;
        }
        Phase = RtmpSessionPhase.Publishing;
        Link.Limits = RtmpLimits.Default;
        Link.StreamBegins(Stream);
        Status("status", "NetStream.Publish.Start", "Publishing.");
    }

    private void Play(string name)
    {
        if (_application is null)
            throw new RtmpException("play before connect.");
        if (Phase != RtmpSessionPhase.Commands)
            throw new RtmpException("play for the second time.");
        if (_publications.Play(new RtmpPublication(_application, name) { Software = _software }) is { } refusal)
        {
            Status("error", refusal.Code, refusal.Reason);
            Phase = RtmpSessionPhase.Refused;
            return;
        }
        Phase = RtmpSessionPhase.Playing;
        Link.SetChunkSize(60_000);
        Link.StreamBegins(Stream);
        Status("status", "NetStream.Play.Reset", "The stream is played from now on.");
        Status("status", "NetStream.Play.Start", "The stream is live.");
    }

    private void Status(string level, string code, string description) =>
        Link.Command(Stream, "onStatus", 0.0, null, Info(level, code, description));

    private static AmfObject Info(string level, string code, string description) =>
        new() { { "level", level }, { "code", code }, { "description", description } };
}
