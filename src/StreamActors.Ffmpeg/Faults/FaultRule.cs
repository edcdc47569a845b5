using System.Text.RegularExpressions;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>
/// One line of the fault table: a pattern of FFmpeg's words, the class, and the sentence, in which <c>{0}</c> is what the pattern's group caught.
/// <paramref name="Where"/> narrows it to one side, protocol or moment.
/// </summary>
internal sealed record FaultRule(string Pattern, ErrorClass Class, string Sentence, Func<Story, bool>? Where = null)
{
    /// <summary>What refuses us may be a dead session of our own.</summary>
    public bool MayBeOurselves { get; init; }

    private readonly Regex _regex = new(Pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    internal Diagnosis? Match(Story story, string line)
    {
        if (Where?.Invoke(story) == false || _regex.Match(line) is not { Success: true } found)
            return null;
        var caught = found.Groups.Count > 1 ? found.Groups[1].Value.Trim() : "";
        return new Diagnosis(Class, Sentence.Replace("{0}", caught, StringComparison.Ordinal), line, MayBeOurselves);
    }
}
