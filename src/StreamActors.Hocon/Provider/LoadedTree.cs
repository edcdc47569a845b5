using StreamActors.Hocon.Shapes;

namespace StreamActors.Hocon.Provider;

/// <summary>The content of one configuration source.</summary>
/// <param name="Tree">The values, with their origins.</param>
/// <param name="Variables">Environment variables that the source itself uses.</param>
/// <param name="Problems">What could not be assigned to a key.</param>
public sealed record LoadedTree(HoconObject Tree, IReadOnlyCollection<string> Variables, IReadOnlyList<ConfigurationProblem> Problems)
{
    internal static LoadedTree Empty(string source) => new(new HoconObject([], ValueOrigin.Other(source)), [], []);

    internal static LoadedTree Of(HoconDocument document) => document.Root is HoconObject root
        ? new LoadedTree(root, document.Variables, [])
        : throw new HoconException(document.Root.Origin, "a configuration must be an object with keys, not a list.");
}
