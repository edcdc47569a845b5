namespace StreamActors.Hocon.Shapes;

/// <summary>A configuration that does not fit: everything wrong with it at once.</summary>
public sealed class ConfigurationRefused(IReadOnlyList<ConfigurationProblem> problems) : Exception(
    $"The configuration has {(problems.Count == 1 ? "one fault" : $"{problems.Count} faults")}:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}"))}")
{
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;
}
