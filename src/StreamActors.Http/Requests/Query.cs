using System.Globalization;
using StreamActors.Control;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>The parameters of a query. Unreadable values are collected as faults and refused together.</summary>
internal sealed class Query
{
    private readonly List<KeyValuePair<string, string>> _given = [];

    public List<FieldFault> Faults { get; } = [];

    public static Query Of(IQueryCollection given, IReadOnlyList<QueryParameter> known)
    {
        var query = new Query();
        foreach (var (name, values) in given)
        {
            if (known.All(k => !string.Equals(k.Name, name, StringComparison.Ordinal)))
                query.Faults.Add(new FieldFault(name.Length == 0 ? "(query)" : ConfigRefusals.Short(name),
                    ConfigRefusals.Short(values.ToString()),
                    known.Count == 0 ? "There is no such query parameter; this request takes none."
                        : $"There is no such query parameter. There are: {string.Join(", ", known.Select(k => k.Name))}."));
            foreach (var value in values)
                query._given.Add(new(name, value ?? ""));
        }
        return query;
    }

    public string? Text(string name) => All(name).LastOrDefault();

    public IEnumerable<string> All(string name) =>
        _given.Where(g => string.Equals(g.Key, name, StringComparison.Ordinal)).Select(g => g.Value);

    public int Number(string name, int otherwise, int min, int max)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Faults.Add(new FieldFault(name, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}")));
        return otherwise;
    }

    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (text is "true" or "false")
            return text == "true";
        Faults.Add(new FieldFault(name, text, "true or false"));
        return null;
    }

    public string? OneOf(string name, params IReadOnlyCollection<string> words)
    {
        if (Text(name) is not { } text || words.Contains(text, StringComparer.Ordinal))
            return Text(name);
        Faults.Add(new FieldFault(name, text, $"one of {string.Join(", ", words)}"));
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time))
            return time;
        Faults.Add(new FieldFault(name, text, "a time such as 2026-01-31T12:00:00Z"));
        return null;
    }
}
