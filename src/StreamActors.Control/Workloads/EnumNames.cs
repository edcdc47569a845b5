using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace StreamActors.Control;

/// <summary>The JSON names of the members of an enum, declared on the members.</summary>
public static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> _words = Enum.GetValues<T>().ToFrozenDictionary(
        v => v, v => typeof(T).GetField(v.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    public static string[] All { get; } = [.. Enum.GetValues<T>().Select(Of)];

    public static string Of(T value) => _words[value];
}
