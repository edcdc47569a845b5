using System.Globalization;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The ids of configured entities: given, or made from the name.</summary>
public static class Ids
{
    private const int Longest = 63;
    private const int Attempts = 50;

    /// <summary>The given id; otherwise the ids made from the name, in the order to try.</summary>
    public static IEnumerable<string> For(string? given, string? name, string otherwise)
    {
        if (given is not null)
            return [given];
        if (string.IsNullOrWhiteSpace(name))
            return [""];
        var made = Made(name, otherwise);
        return Enumerable.Range(1, Attempts)
            .Select(n => n == 1 ? made : string.Create(CultureInfo.InvariantCulture, $"{made[..Math.Min(made.Length, Longest - 3)]}-{n}"));
    }

    public static IEnumerable<FieldFault> Faults(string id)
    {
        if (id.Length == 0)
            yield return new FieldFault("name", null, "a name or an id");
        else if (!EntityId.IsWellFormed(id) || id.Contains('~', StringComparison.Ordinal))
            yield return new FieldFault("id", id, "1 to 63 lower-case letters, digits and hyphens, not beginning with a hyphen");
    }

    public static IEnumerable<FieldFault> Kept(string id, string? sent)
    {
        if (sent is not null && sent != id)
            yield return new FieldFault("id", sent, $"{id}; an id cannot change");
    }

    private static string Made(string name, string otherwise)
    {
        var id = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                id.Append(c);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }
        var made = id.ToString().Trim('-');
        made = made.Length > Longest ? made[..Longest].TrimEnd('-') : made;
        return made.Length == 0 ? otherwise : made;
    }
}
