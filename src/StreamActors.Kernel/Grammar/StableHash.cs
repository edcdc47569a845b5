using System.Globalization;
using System.Text;

namespace StreamActors.Kernel;

/// <summary>FNV-1a, 64 bits, over UTF-8. It decides where an entity lives, so it must never change.</summary>
public static class StableHash
{
    public static ulong Fnv1A(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ b) * 1099511628211UL);
        return hash;
    }

    public static string Shard(string id, uint of) => (Fnv1A(id) % of).ToString(CultureInfo.InvariantCulture);
}
