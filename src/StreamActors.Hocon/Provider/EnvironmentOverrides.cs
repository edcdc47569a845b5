using System.Collections;
using StreamActors.Hocon.Shapes;

namespace StreamActors.Hocon.Provider;

/// <summary>The known keys as environment variables. Names are derived from keys, not the reverse: '_' may stand for '.' or '-'.</summary>
internal static class EnvironmentOverrides
{
    /// <param name="others">Names with the same prefix that belong to something else.</param>
    internal static LoadedTree Read(OptionsShape shape, IReadOnlyDictionary<string, string> environment, IReadOnlyCollection<string> others)
    {
        var names = Names(shape);
        var beginnings = shape.Sections.Select(section => Name(section) + "_").ToArray();
        var tree = new HoconObject([], ValueOrigin.Other("environment"));
        var problems = new List<ConfigurationProblem>();
        foreach (var (name, value) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            var valueOrigin = ValueOrigin.Environment(name);
            if (names.TryGetValue(name, out var path))
                tree = TreeOverride.Put(tree, path, new HoconScalar(ScalarKind.Text, value, valueOrigin));
            else if (beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal))
                && !others.Contains(name, StringComparer.Ordinal))
                problems.Add(ConfigurationProblem.Unknown(name, valueOrigin, value, NearestName.Of(name, names.Keys)));
        }

        return new LoadedTree(tree, [], problems);
    }

    internal static Dictionary<string, string> OfThisProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "", StringComparer.Ordinal);

    private static Dictionary<string, KeyPath> Names(OptionsShape shape)
    {
        var names = new Dictionary<string, KeyPath>(StringComparer.Ordinal);
        foreach (var key in shape.KnownKeys.Where(key => !key.IsEntry))
        {
            if (!names.TryAdd(Name(key.Path), key.Path))
                throw new InvalidOperationException(
                    $"The keys {names[Name(key.Path)]} and {key.Path} share the variable {Name(key.Path)}.");
        }

        return names;
    }

    private static string Name(KeyPath path) =>
        string.Join('_', path.Elements).Replace('-', '_').ToUpperInvariant();
}
