using Microsoft.Extensions.Configuration;
using StreamActors.Hocon.Shapes;

namespace StreamActors.Hocon.Provider;

/// <summary>
/// Merges all configuration sources into one tree, later over earlier. Trees are merged by HOCON's rules, so a list replaces a list
/// as a whole. Of flat sources only the known sections are read: the rest of an environment is not ours.
/// </summary>
internal static class EffectiveTree
{
    internal static LoadedTree Of(IConfigurationRoot configuration, OptionsShape shape)
    {
        var tree = new HoconObject([], ValueOrigin.Other("configuration"));
        var variables = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<ConfigurationProblem>();
        foreach (var provider in configuration.Providers)
        {
            if (provider is TreeConfigurationProvider { Loaded: var loaded })
            {
                tree = loaded.Tree.Over(tree);
                variables.UnionWith(loaded.Variables);
                problems.AddRange(loaded.Problems);
                continue;
            }

            foreach (var (key, value) in Leaves(provider, null))
            {
                if (shape.Canonical(key.Split(ConfigurationPath.KeyDelimiter)) is { } path)
                    tree = TreeOverride.Put(tree, path, Scalar(value, ValueOrigin.Other($"{provider}, key {key}")));
            }
        }

        return new LoadedTree(tree, variables, [.. problems.Where(problem => !variables.Contains(problem.Key))]);
    }

    private static HoconScalar Scalar(string? value, ValueOrigin valueOrigin) =>
        value is null ? new HoconScalar(ScalarKind.Null, "null", valueOrigin) : new HoconScalar(ScalarKind.Text, value, valueOrigin);

    private static IEnumerable<(string Key, string? Value)> Leaves(IConfigurationProvider provider, string? above)
    {
        foreach (var name in provider.GetChildKeys([], above).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = above is null ? name : ConfigurationPath.Combine(above, name);
            if (provider.TryGet(key, out var value))
                yield return (key, value);
            foreach (var leaf in Leaves(provider, key))
                yield return leaf;
        }
    }
}
