using System.Globalization;
using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>A request or a response of RTSP: its first line, its headers in order, and its body. Latin-1, so that every byte goes on as it came.</summary>
internal sealed record RtspMessage(string Line, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private const string Version = "RTSP/1.0";

    public bool IsResponse => Line.StartsWith("RTSP/", StringComparison.OrdinalIgnoreCase);

    public string Method => IsResponse ? "" : Line.Split(' ')[0];

    public string Url => !IsResponse && Line.Split(' ') is [_, var url, _] ? url : "";

    public int Status => IsResponse && Line.Split(' ') is [_, var code, ..] && int.TryParse(code, CultureInfo.InvariantCulture, out var status) ? status : 0;

    public int? Sequence => int.TryParse(Header("CSeq"), CultureInfo.InvariantCulture, out var number) ? number : null;

    public static RtspMessage Answer(string status, int? sequence) => new RtspMessage($"{Version} {status}", [], []).WithSequence(sequence);

    public static RtspMessage Parse(string head, byte[] body)
    {
        var lines = head.Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => KeyValuePair.Create(parts[0].Trim(), parts[1].Trim()));
        return new RtspMessage(lines[0], [.. headers], body);
    }

    public string? Header(string name) => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) => Headers.Where(h => Is(h, name)).Select(h => h.Value);

    public RtspMessage WithUrl(string url) => this with { Line = $"{Method} {url} {Version}" };

    public RtspMessage WithSequence(int? number) => number is null ? this : With("CSeq", number.Value.ToString(CultureInfo.InvariantCulture));

    /// <summary>That header once, with this value; without it where the value is null.</summary>
    public RtspMessage With(string name, string? value) =>
        this with { Headers = [.. Headers.Where(h => !Is(h, name)), .. value is null ? [] : (KeyValuePair<string, string>[])[KeyValuePair.Create(name, value)]] };

    public byte[] ToBytes() =>
        [.. Encoding.Latin1.GetBytes(string.Concat([Line, "\r\n", .. Headers.Select(h => $"{h.Key}: {h.Value}\r\n"), "\r\n"])), .. Body];

    private static bool Is(KeyValuePair<string, string> header, string name) => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);
}
