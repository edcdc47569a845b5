using System.Globalization;
using System.Net;

namespace StreamActors.Ffmpeg;

/// <summary>The Transport header of RTSP: words and name=value pairs, separated by semicolons.</summary>
internal sealed class RtspTransports(string header)
{
    private readonly string[] _parts = header.Split(',')[0].Split(';', StringSplitOptions.TrimEntries);

    public bool IsUdp => _parts[0].ToUpperInvariant() is "RTP/AVP" or "RTP/AVP/UDP";

    /// <summary>The first of FFmpeg's two interleaved channels.</summary>
    public byte Channel =>
        byte.TryParse(Value("interleaved")?.Split('-')[0], CultureInfo.InvariantCulture, out var channel) ? channel : (byte)0;

    /// <summary>An address other than its own from which the server sends.</summary>
    public IPAddress? Source => IPAddress.TryParse(Value("source"), out var address) ? address : null;

    public (int Rtp, int Rtcp)? ServerPorts => Value("server_port")?.Split('-') is [var first, .. var rest] && Port(first) is { } rtp
        ? (rtp, rest.Length > 0 && Port(rest[0]) is { } rtcp ? rtcp : rtp + 1)
        : null;

    /// <summary>The header for UDP with these client ports.</summary>
    public string ToUdp(string clientPorts) => string.Join(';', ["RTP/AVP/UDP", .. Others, $"client_port={clientPorts}"]);

    /// <summary>The header as FFmpeg requested it: interleaved, without an address.</summary>
    public string ToInterleaved(byte channel) => string.Create(
        CultureInfo.InvariantCulture,
        $"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}{(Value("ssrc") is { } ssrc ? $";ssrc={ssrc}" : "")}");

    private IEnumerable<string> Others =>
        _parts.Skip(1).Where(part => !part.StartsWith("interleaved=", StringComparison.OrdinalIgnoreCase));

    private string? Value(string name) =>
        _parts.FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim('"');

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536 ? port : null;
}
