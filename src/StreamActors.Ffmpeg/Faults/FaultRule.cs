using System.Text.RegularExpressions;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>
/// A row of the fault table: a pattern for FFmpeg's message, the class, and the sentence, with <c>{0}</c> for the pattern's group.
/// <paramref name="Where"/> limits it to a side, protocol or phase.
/// </summary>
internal sealed record FaultRule(string Pattern, ErrorClass Class, string Sentence, Func<RunOutcome, bool>? Where = null)
{
    /// <summary>The refusal may be caused by our own earlier session.</summary>
    public bool MayBeOurselves { get; init; }

    private readonly Regex _regex =
        new(Pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    internal Diagnosis? Match(RunOutcome runOutcome, string line)
    {
        if (Where?.Invoke(runOutcome) == false || _regex.Match(line) is not { Success: true } found)
            return null;
        var caught = found.Groups.Count > 1 ? found.Groups[1].Value.Trim() : "";
        return new Diagnosis(Class, Sentence.Replace("{0}", caught, StringComparison.Ordinal), line, MayBeOurselves);
    }
}
