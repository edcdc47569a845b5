using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StreamActors.Ffmpeg;

/// <summary>
/// An RTSP request or response: first line, headers in order, and body. Latin-1 keeps every byte of a value. Lines and names are rewritten,
/// so that FFmpeg cannot read them differently from us.
/// </summary>
internal sealed partial record RtspMessage(string Line, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private const string Version = "RTSP/1.0";

    private static readonly char[] Blanks = [' ', '\t'];

    public bool IsResponse => Line.StartsWith("RTSP/", StringComparison.OrdinalIgnoreCase);

    public string Method => IsResponse ? "" : Line.Split(' ')[0];

    public string Url => !IsResponse && Line.Split(' ') is [_, var url, _] ? url : "";

    public int Status =>
        IsResponse && Line.Split(' ') is [_, var code, ..] && int.TryParse(code, CultureInfo.InvariantCulture, out var status) ? status : 0;

    public int? Sequence => int.TryParse(Header("CSeq"), CultureInfo.InvariantCulture, out var number) ? number : null;

    public static RtspMessage Answer(string status, int? sequence) => new RtspMessage($"{Version} {status}", [], []).WithSequence(sequence);

    /// <returns>
    /// Null if its first line is not RTSP, or a line contains a possible line end. Headers without a valid name are left out.
    /// </returns>
    public static RtspMessage? Parse(string head, byte[] body)
    {
        var lines = head.Split("\r\n");
        if (lines.Any(line => line.Any(c => c is < ' ' and not '\t' or '\x7f')) || First(lines[0]) is not { } first)
            return null;
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => KeyValuePair.Create(parts[0].TrimEnd(Blanks), parts[1].Trim(Blanks))).Where(h => Name().IsMatch(h.Key));
        return new RtspMessage(first, [.. headers], body);
    }

    public string? Header(string name) => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) => Headers.Where(h => Is(h, name)).Select(h => h.Value);

    public RtspMessage WithUrl(string url) => this with { Line = $"{Method} {url} {Version}" };

    public RtspMessage WithSequence(int? number) =>
        number is null ? this : With("CSeq", number.Value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Without redirect headers: FFmpeg would follow them anywhere, so it only gets ours.</summary>
    public RtspMessage WithoutRedirect() =>
        (Status is >= 300 and < 400 ? this with { Line = $"{Version} 403 Forbidden" } : this).With("Location", null);

    /// <summary>Sets the header to one value; removes it if the value is null.</summary>
    public RtspMessage With(string name, string? value) =>
        this with { Headers =
        [.. Headers.Where(h => !Is(h, name)), .. value is null ? [] : (KeyValuePair<string, string>[])[KeyValuePair.Create(name, value)]] };

    public byte[] ToBytes() =>
        [.. Encoding.Latin1.GetBytes(string.Concat([Line, "\r\n", .. Headers.Select(h => $"{h.Key}: {h.Value}\r\n"), "\r\n"])), .. Body];

    private static string? First(string line)
    {
        var words = line.Split(Blanks, 3, StringSplitOptions.RemoveEmptyEntries);
        if (!line.StartsWith("RTSP/1.", StringComparison.OrdinalIgnoreCase))
            return line.Split(' ') is [_, _, var version] && version.StartsWith("RTSP/1.", StringComparison.Ordinal) ? line : null;
        return words is [_, { Length: 3 } code, ..] && code.All(char.IsAsciiDigit)
            ? $"{Version} {code} {(words.Length > 2 ? words[2] : "")}" : null;
    }

    private static bool Is(KeyValuePair<string, string> header, string name) =>
        string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
