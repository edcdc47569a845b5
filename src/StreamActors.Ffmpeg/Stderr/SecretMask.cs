using System.Text;
using System.Text.RegularExpressions;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Takes secrets out of a line: those a workload is known to have, in each form FFmpeg may print them, and whatever stands where a secret stands in
/// a URL. Rather a word too many than one too few.
/// </summary>
public sealed partial class SecretMask
{
    private const int Patience = 200;

    /// <summary>Shorter ones are masked only where they stand alone: taking every 'a' out of a text hides nothing.</summary>
    private const int Short = 4;

    private readonly List<string> _anywhere = [];
    private readonly List<Regex> _alone = [];

    public SecretMask(params IEnumerable<Secret> secrets)
    {
        foreach (var form in secrets.SelectMany(secret => Forms(secret.Reveal())).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length))
            if (form.Length >= Short)
                _anywhere.Add(form);
            else
                _alone.Add(new Regex($@"(?<!\w){Regex.Escape(form)}(?!\w)", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(Patience)));
    }

    /// <summary>The length of the longest secret: as much may be hidden before a cut.</summary>
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
        // A line never holds a line break, and FFmpeg prints other control characters as '?'.
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

    [GeneratedRegex("%[0-9A-F]{2}", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex EscapedByte();

    [GeneratedRegex(@"://[^/\s'""]*@", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Credentials();

    /// <summary>rtmp://host/app/ and then the key, whatever it is made of; a colon that ends the URL in a message stays.</summary>
    [GeneratedRegex(@"(rtmp[a-z]*://[^/\s]+/[^/\s]+/)[^\s'""]+?(?=:?(?:[\s'""]|\z))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Patience)]
    private static partial Regex RtmpPath();

    [GeneratedRegex(
        @"((?<![\w-])(?:(?:stream|api|access)?[_-]?key|(?:srt_)?passphrase|(?:srt_)?streamid|pass|pwd|auth|sig|[\w-]*(?:password|passwd|token|secret|signature))=)[^&\s'""]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Patience)]
    private static partial Regex Named();

    /// <summary>FFmpeg's RTMP listener prints the key it wants and the one it got, which may be the key of another input.</summary>
    [GeneratedRegex(@"([Uu]nexpected stream ).*(, expecting ).*", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex WrongKey();
}
