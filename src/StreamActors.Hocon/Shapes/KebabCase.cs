using System.Text;

namespace StreamActors.Hocon.Shapes;

/// <summary><c>StallAfter</c> is <c>stall-after</c>, <c>HTTPPort</c> is <c>http-port</c>, <c>Ipv6Only</c> is <c>ipv6-only</c>.</summary>
internal static class KebabCase
{
    internal static string Of(string name)
    {
        var kebab = new StringBuilder(name.Length + 4);
        for (var at = 0; at < name.Length; at++)
        {
            if (at > 0 && char.IsUpper(name[at]) && BeginsWord(name, at))
                kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(name[at]));
        }

        return kebab.ToString();
    }

    private static bool BeginsWord(string name, int at) =>
        !char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1]));
}
