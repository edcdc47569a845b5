namespace StreamActors.Hocon.Shapes;

/// <summary>Collects all errors while a tree is read.</summary>
internal sealed class Findings(IReadOnlyList<string> known)
{
    internal List<ConfigurationProblem> Problems { get; } = [];

    /// <param name="field">The field whose key is unknown.</param>
    /// <param name="section">Its section.</param>
    /// <param name="siblings">The known keys of that section.</param>
    internal void Unknown(HoconField field, KeyPath section, IEnumerable<string> siblings)
    {
        var key = section.With(field.Key).ToString();
        var nearest = Problems.Count < Limits.Problems
            ? NearestName.Of(key, siblings.Select(sibling => section.With(sibling).ToString()).Concat(known))
            : null;
        Problems.Add(ConfigurationProblem.Unknown(key, field.KeyOrigin, Text(field.Value), nearest));
    }

    /// <summary>Always returns false, so that a reader can report and return in one line.</summary>
    internal bool Wrong(HoconValue value, KeyPath path, string wanted)
    {
        Problems.Add(ConfigurationProblem.WrongType(path.ToString(), value.Origin, Text(value), wanted));
        return false;
    }

    internal void Missing(ValueOrigin section, KeyPath path, string wanted) =>
        Problems.Add(ConfigurationProblem.WrongType(path.ToString(), section, null, wanted));

    private static readonly char[] Breaks = [' ', '\n'];

    private static string Text(HoconValue value) => value switch
    {
        HoconScalar scalar => scalar.Text,
        HoconArray list => list.ToString(),
        _ => $"{{ {string.Join(' ', value.ToString().Split(Breaks, StringSplitOptions.RemoveEmptyEntries))} }}",
    };
}
