using System.Globalization;
using System.Text.RegularExpressions;

namespace StreamActors.Ffmpeg;

/// <summary>The installed FFmpeg's version. A build from source has no number (N-112-gabc): it counts as newest.</summary>
public sealed partial record FfmpegVersion(string Text, int Major, int Minor)
{
    public static readonly FfmpegVersion Oldest = new("5.1", 5, 1);

    public bool IsNewEnough => (Major, Minor).CompareTo((Oldest.Major, Oldest.Minor)) >= 0;

    /// <returns>Null if it is no output of <c>ffmpeg -version</c>.</returns>
    public static FfmpegVersion? Parse(string output)
    {
        if (FirstLine().Match(output) is not { Success: true } line)
            return null;
        var text = line.Groups[1].Value;
        return Numbers().Match(text) is { Success: true } numbers
            ? new FfmpegVersion(text, Number(numbers.Groups[1]), Number(numbers.Groups[2]))
            : new FfmpegVersion(text, int.MaxValue, 0);
    }

    public override string ToString() => Text;

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ff(?:mpeg|probe) version (\S+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"^(?:\d+:)?n?(\d{1,4})\.(\d{1,4})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbers();
}
