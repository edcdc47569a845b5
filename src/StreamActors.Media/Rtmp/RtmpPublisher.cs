using System.Text.RegularExpressions;

namespace StreamActors.Media.Rtmp;

/// <param name="TcUrl">Scheme, host, port and application, as the server is to see them.</param>
public sealed record RtmpDestination(string TcUrl, string Application, string Key)
{
    /// <summary>Says that HEVC and other codecs by FourCC may be sent (enhanced RTMP).</summary>
    public IReadOnlyList<string> FourCcs { get; init; } = [];

    /// <summary>Without the key: this may be logged.</summary>
    public override string ToString() => "an RTMP destination";
}

/// <summary>Why a server does not, or no longer, take the stream.</summary>
public enum RtmpRefusalType
{
    /// <summary>The application does not exist, or the connection is refused for a reason of the server's own.</summary>
    Rejected,

    /// <summary>User, password or key are wrong or missing.</summary>
    Denied,

    /// <summary>The key is not accepted: unknown, or somebody else publishes with it.</summary>
    BadName,

    /// <summary>The same elsewhere: <see cref="RtmpRefusal.Redirect"/>.</summary>
    Redirected,

    /// <summary>It was accepted, and the server has ended it.</summary>
    Ended,
}

/// <param name="Code">As the server said, such as NetStream.Publish.BadName.</param>
public sealed record RtmpRefusal(RtmpRefusalType Type, string Code, string Description)
{
    public Uri? Redirect { get; init; }
}

public enum RtmpPublishPhase
{
    Handshake,
    Connecting,
    CreatingStream,
    Publishing,

    /// <summary>The server takes media.</summary>
    Accepted,

    Refused,
}

/// <summary>Publishes to a server. Takes and gives bytes; the owner has the socket, TLS and the clock.</summary>
public sealed partial class RtmpPublisher
{
    private const double ConnectTransaction = 1;
    private const double CreateStreamTransaction = 4;
    private const double PublishTransaction = 5;

    /// <summary>Frequent enough to see within half a second at 4 Mbit/s that a server takes nothing any more.</summary>
    private const uint Window = 250_000;

    private const byte PublishChunkStream = 8;
    private const byte AudioChunkStream = 4;
    private const byte VideoChunkStream = 6;

    private const string Hevc = "hvc1";

    private readonly RtmpDestination _destination;
    private uint _stream;

    public RtmpPublisher(RtmpDestination destination)
    {
        _destination = destination;
        Link = new RtmpLink(isServer: false, new RtmpLimits(Message: 65_536, ChunkStreams: 32, Buffered: 262_144), Handle);
    }

    /// <summary>The bytes to send, and what the server has acknowledged.</summary>
    public RtmpLink Link { get; }

    public RtmpPublishPhase Phase { get; private set; } = RtmpPublishPhase.Handshake;

    /// <summary>Set when <see cref="Phase"/> is refused: the connection can be closed.</summary>
    public RtmpRefusal? Refusal { get; private set; }

    /// <summary>With what it has refused to connect: it may ask for a user (<see cref="RtmpAuthentication"/>). Not for logs.</summary>
    public string Challenge { get; private set; } = "";

    /// <summary>It has answered that it takes HEVC as enhanced RTMP. It is asked with <see cref="RtmpDestination.FourCcs"/>.</summary>
    public bool TakesHevc { get; private set; }

    /// <exception cref="RtmpException">What the server sends is not RTMP.</exception>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        Link.Take(bytes);
        if (Phase != RtmpPublishPhase.Handshake || !Link.IsHandshakeDone)
            return;
        Phase = RtmpPublishPhase.Connecting;
        var properties = new AmfObject
        {
            { "app", _destination.Application },
            { "type", "nonprivate" },
            { "flashVer", "FMLE/3.0 (compatible; StreamActors)" }, // servers look for FMLE before they let somebody publish
            { "swfUrl", _destination.TcUrl },
            { "tcUrl", _destination.TcUrl },
        };
        if (_destination.FourCcs.Count > 0)
            properties.Add("fourCcList", _destination.FourCcs.ToArray<object?>());
        Link.Command(0, "connect", ConnectTransaction, properties);
    }

    /// <summary>Sends media, or with <see cref="RtmpMessageType.DataAmf0"/> the body of a script tag (onMetaData).</summary>
    public void Send(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        if (Phase != RtmpPublishPhase.Accepted)
            throw new InvalidOperationException("The server has not accepted the stream.");
        if (type == RtmpMessageType.DataAmf0)
            body = (byte[])[.. AmfWriter.Bytes("@setDataFrame"), .. body]; // keeps it for players that come later
        Link.Write(type == RtmpMessageType.Video ? VideoChunkStream : AudioChunkStream, type, _stream, timestamp, body);
    }

    /// <summary>Takes leave, so that the server does not hold the key for a time.</summary>
    public void End()
    {
        if (_stream == 0)
            return;
        Link.Command(0, "FCUnpublish", PublishTransaction + 1, null, _destination.Key);
        Link.Command(0, "deleteStream", PublishTransaction + 2, null, (double)_stream);
        _stream = 0;
    }

    private void Handle(RtmpMessageType type, uint stream, uint timestamp, ReadOnlySpan<byte> body)
    {
        if (RtmpCommand.Of(type, body) is not { } command || Phase == RtmpPublishPhase.Refused)
            return;
        switch (command.Name, command.Transaction)
        {
            case ("_result", ConnectTransaction) when Phase == RtmpPublishPhase.Connecting:
                TakesHevc = Names(command.Object?["fourCcList"], Hevc) || Names(command.Info?["fourCcList"], Hevc)
                    || command.Object?["videoFourCcInfoMap"] is AmfObject codecs && (codecs[Hevc] ?? codecs["*"]) is not null;
                Create();
                break;
            case ("_result", CreateStreamTransaction) when Phase == RtmpPublishPhase.CreatingStream:
                _stream = command[0] is >= 1.0 and <= uint.MaxValue and double id ? (uint)id
                    : throw new RtmpException("createStream: the server has returned no stream.");
                Phase = RtmpPublishPhase.Publishing;
                Link.Write(PublishChunkStream, RtmpMessageType.CommandAmf0, _stream, 0,
                    AmfWriter.Bytes("publish", PublishTransaction, null, _destination.Key, "live"));
                break;
            case ("_error", ConnectTransaction or CreateStreamTransaction or PublishTransaction):
                Refuse(command.Info);
                break;
            case ("onStatus", _):
                TakeStatus(command.Info);
                break;
            case ("close", _):
                Refuse(command.Info);
                break;
        }
    }

    /// <summary>releaseStream ends a dead session of ours. Servers that do not know it or FCPublish answer with an error or not.</summary>
    private void Create()
    {
        Phase = RtmpPublishPhase.CreatingStream;
        Link.AnnounceWindow(Window);
        Link.SetChunkSize(60_000);
        Link.Command(0, "releaseStream", 2.0, null, _destination.Key);
        Link.Command(0, "FCPublish", 3.0, null, _destination.Key);
        Link.Command(0, "createStream", CreateStreamTransaction, null);
    }

    private static bool Names(object? list, string codec) =>
        list is object?[] names && names.Any(n => n is string name && (name == codec || name == "*"));

    private void TakeStatus(AmfObject? info)
    {
        if (info?.Text("code") == "NetStream.Publish.Start" && Phase == RtmpPublishPhase.Publishing)
            Phase = RtmpPublishPhase.Accepted;
        else if (info?.Text("level") == "error" || info?.Text("code") is "NetStream.Unpublish.Success" or "NetConnection.Connect.Closed")
            Refuse(info);
    }

    private void Refuse(AmfObject? info)
    {
        var (code, description) = (info?.Text("code") ?? "", info?.Text("description") ?? "");
        Challenge = Phase == RtmpPublishPhase.Connecting ? description : "";
        // [ code=302 ; redirect=… ] of Adobe's server stands in ex.
        var elsewhere = (info?["ex"] as AmfObject)?.Text("redirect") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var there)
            && _destination.TcUrl.StartsWith($"{there.Scheme}:", StringComparison.OrdinalIgnoreCase) ? there : null; // TLS stays TLS
        Refusal = new RtmpRefusal((Phase, code) switch
        {
            _ when elsewhere is not null => RtmpRefusalType.Redirected,
            (RtmpPublishPhase.Accepted, _) when code is not ("NetStream.Publish.BadName" or "NetStream.Publish.Denied") =>
                RtmpRefusalType.Ended,
            (_, "NetStream.Publish.BadName") => RtmpRefusalType.BadName,
            (_, "NetStream.Publish.Denied" or "NetStream.Authenticate.UsherToken" or "NetConnection.Connect.AccessDenied") =>
                RtmpRefusalType.Denied,
            _ when Authentication().IsMatch(description) => RtmpRefusalType.Denied,
            _ => RtmpRefusalType.Rejected,
        }, Short(code), Short(description)) { Redirect = elsewhere };
        Phase = RtmpPublishPhase.Refused;
    }

    /// <summary>Text of the other side that is going to be logged.</summary>
    private string Short(string text)
    {
        text = string.Concat(text.Take(20_000).Where(c => !char.IsControl(c)));
        var query = _destination.Application.Split('?', 2) is [_, var said] ? said : "";
        foreach (var secret in (string[])[_destination.Key, _destination.Key.Split('?')[0], query])
            text = secret.Length > 0 ? text.Replace(secret, "***", StringComparison.Ordinal) : text;
        return text.Length > 300 ? text[..300] : text;
    }

    [GeneratedRegex("code=403|authmod=|[Aa]uth|[Pp]assword|[Tt]oken", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Authentication();
}
