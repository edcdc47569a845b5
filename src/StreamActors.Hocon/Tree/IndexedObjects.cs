using System.Globalization;

namespace StreamActors.Hocon;

/// <summary>
/// Flat sources have no lists, so an object with keys "0", "1", … is accepted as a list. Other keys are ignored and gaps are closed.
/// </summary>
internal static class IndexedObjects
{
    internal static bool HasIndices(IEnumerable<string> keys) => keys.Any(key => Index(key) is not null);

    internal static IEnumerable<T> InOrder<T>(IEnumerable<T> entries, Func<T, string> key) =>
        entries.Where(entry => Index(key(entry)) is not null).OrderBy(entry => Index(key(entry)));

    internal static HoconArray? AsList(HoconObject section) =>
        HasIndices(section.Fields.Select(field => field.Key))
            ? new HoconArray([.. InOrder(section.Fields, field => field.Key).Select(field => field.Value)], section.Origin)
            : null;

    private static int? Index(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
