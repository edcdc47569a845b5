using StreamActors.Hocon.Shapes;

namespace StreamActors.Hocon.Provider;

/// <summary>The known keys as options: <c>--http.port=8080</c>, <c>--http.port 8080</c>; without a value: <c>true</c>.</summary>
internal static class CommandLineOverrides
{
    internal static LoadedTree Read(OptionsShape shape, IReadOnlyList<string> arguments)
    {
        var options = Options(shape);
        var tree = new HoconObject([], ValueOrigin.Other("command line"));
        var problems = new List<ConfigurationProblem>();
        for (var at = 0; at < arguments.Count; at++)
        {
            var (name, value) = Split(arguments[at]);
            if (value is null && name.StartsWith("--", StringComparison.Ordinal) && at + 1 < arguments.Count
                && !arguments[at + 1].StartsWith("--", StringComparison.Ordinal))
                value = arguments[++at];

            var valueOrigin = ValueOrigin.Option(name);
            if (options.TryGetValue(name, out var path))
                tree = TreeOverride.Put(tree, path, new HoconScalar(ScalarKind.Text, value ?? "true", valueOrigin));
            else
                problems.Add(ConfigurationProblem.Unknown(name, valueOrigin, value, NearestName.Of(name, options.Keys)));
        }

        return new LoadedTree(tree, [], problems);
    }

    private static (string Name, string? Value) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? (argument[..equals], argument[(equals + 1)..])
        : (argument, null);

    /// <summary>Each key by its full name, and by its name within its section if that is unique.</summary>
    private static Dictionary<string, KeyPath> Options(OptionsShape shape)
    {
        var keys = shape.KnownKeys.Where(key => !key.IsEntry).Select(key => key.Path).ToList();
        var options = new Dictionary<string, KeyPath>(StringComparer.Ordinal);
        foreach (var key in keys)
            options.Add($"--{key}", key);
        foreach (var shared in keys.GroupBy(shape.WithinSection).Where(group => group.Count() == 1))
            options.TryAdd($"--{shared.Key}", shared.First());
        return options;
    }
}
