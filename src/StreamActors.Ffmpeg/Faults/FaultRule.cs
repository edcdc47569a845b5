using System.Text.RegularExpressions;

namespace StreamActors.Ffmpeg;

/// <summary>
/// One line of the fault table: a pattern of FFmpeg's words, the class, and the sentence, in which <c>{0}</c> is what the pattern's group caught.
/// <paramref name="Where"/> narrows it to one side, protocol or moment.
/// </summary>
internal sealed record FaultRule(string Pattern, FaultClass Class, string Sentence, Func<Story, bool>? Where = null)
{
    private readonly Regex _regex = new(Pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    internal Diagnosis? Match(Story story, string line)
    {
        if (Where?.Invoke(story) == false || _regex.Match(line) is not { Success: true } found)
            return null;
        var caught = found.Groups.Count > 1 ? found.Groups[1].Value.Trim() : "";
        return new Diagnosis(Class, Sentence.Replace("{0}", caught, StringComparison.Ordinal), line);
    }
}
