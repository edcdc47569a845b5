using System.Text;
using System.Text.RegularExpressions;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Masks secrets in a line: the workload's known ones, in each form FFmpeg may print them, and anything at a secret's place in a URL. It
/// prefers masking too much.
/// </summary>
public sealed partial class SecretMask
{
    private const int MatchTimeout = 200;

    /// <summary>Shorter secrets are masked only as whole words: replacing every 'a' hides nothing.</summary>
    private const int Short = 4;

    private readonly List<string> _anywhere = [];
    private readonly List<Regex> _alone = [];

    public SecretMask(params IEnumerable<Secret> secrets)
    {
        foreach (var form in secrets.SelectMany(secret => Forms(secret.Reveal())).Distinct(StringComparer.Ordinal)
            .OrderByDescending(form => form.Length))
            if (form.Length >= Short)
                _anywhere.Add(form);
            else
                _alone.Add(new Regex($@"(?<!\w){Regex.Escape(form)}(?!\w)", RegexOptions.CultureInvariant,
                    TimeSpan.FromMilliseconds(MatchTimeout)));
    }

    /// <summary>The longest secret's length: that much of one may precede a cut.</summary>
    internal int Longest => _anywhere.Count == 0 ? 0 : Encoding.UTF8.GetByteCount(_anywhere[0]);

    public string Mask(string line)
    {
        try
        {
            foreach (var secret in _anywhere)
                line = line.Replace(secret, Secret.Mask, StringComparison.Ordinal);
            foreach (var secret in _alone)
                line = secret.Replace(line, Secret.Mask);
            if (line.Contains("://", StringComparison.Ordinal))
            {
                line = Credentials().Replace(line, "://***@");
                line = RtmpPath().Replace(line, "$1***");
            }
            if (line.Contains('='))
                line = Named().Replace(line, "$1***");
            return line.Contains("nexpected stream", StringComparison.Ordinal) ? WrongKey().Replace(line, "$1***$2***") : line;
        }
        catch (RegexMatchTimeoutException)
        {
            return "(a line that could not be searched for secrets)";
        }
    }

    private static IEnumerable<string> Forms(string secret)
    {
        // A line never holds a line break; FFmpeg prints other control characters as '?'.
        foreach (var part in secret.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var escaped = Uri.EscapeDataString(part);
            yield return part;
            yield return escaped;
            yield return EscapedByte().Replace(escaped, found => found.Value.ToLowerInvariant());
            yield return escaped.Replace("%20", "+", StringComparison.Ordinal);
            yield return string.Concat(part.Select(letter => char.IsControl(letter) ? '?' : letter));
        }
    }

    [GeneratedRegex("%[0-9A-F]{2}", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex EscapedByte();

    [GeneratedRegex(@"://[^/\s'""]*@", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex Credentials();

    /// <summary>The key after rtmp://host/app/, whatever it contains; a colon after the URL stays.</summary>
    [GeneratedRegex(@"(rtmp[a-z]*://[^/\s]+/[^/\s]+/)[^\s'""]+?(?=:?(?:[\s'""]|\z))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MatchTimeout)]
    private static partial Regex RtmpPath();

    [GeneratedRegex(
        @"((?<![\w-])(?:(?:stream|api|access)?[_-]?key|(?:srt_)?passphrase|(?:srt_)?streamid|pass|pwd|auth|sig|[\w-]*(?:password|passwd|token|secret|signature))=)[^&\s'""]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        MatchTimeout)]
    private static partial Regex Named();

    /// <summary>FFmpeg's RTMP listener prints the expected key and the received one, which may belong to another input.</summary>
    [GeneratedRegex(@"([Uu]nexpected stream ).*(, expecting ).*", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex WrongKey();
}
