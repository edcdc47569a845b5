using System.Globalization;
using System.Text;

namespace StreamActors.Hocon.Shapes;

/// <summary>An invalid configuration: reports every error at once.</summary>
public sealed class ConfigurationRefused(IReadOnlyList<ConfigurationProblem> problems) : Exception(Tell(problems))
{
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;

    private static string Tell(IReadOnlyList<ConfigurationProblem> problems)
    {
        var text = new StringBuilder("The configuration has ").Append(problems.Count == 1 ? "one fault:" : $"{problems.Count} faults:");
        foreach (var problem in problems.Take(Limits.Problems))
            text.AppendLine().Append("  ").Append(problem);
        if (problems.Count > Limits.Problems)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  and {problems.Count - Limits.Problems} more.");
        return text.ToString();
    }
}
