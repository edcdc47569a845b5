using System.Text.Json.Serialization.Metadata;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>page, size and sort, the same for every list.</summary>
internal static class Paging
{
    public const int MaxSize = 500;

    public static IReadOnlyList<QueryParameter> Parameters(IEnumerable<string> sorts) =>
    [
        new("page", "Which page, from 1.", "1"),
        new("size", "How many a page holds: 1 to 500, 100 where it is absent.", "100"),
        new("sort", $"By what: {string.Join(", ", sorts)}; with - before it, backwards. Several with commas between.", sorts.First()),
    ];

    /// <param name="id">What orders those that are otherwise equal.</param>
    /// <param name="view">Made for those of the page alone.</param>
    public static Outcome Page<TRow, T>(
        Query query, IEnumerable<TRow> rows, IReadOnlyDictionary<string, Func<TRow, string>> sorts, Func<TRow, string> id, Func<TRow, T> view, JsonTypeInfo<Listing<T>> json)
    {
        var (page, size) = (query.Number("page", 1, 1, 1_000_000), query.Number("size", 100, 1, MaxSize));
        var wanted = (query.Text("sort") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        query.Faults.AddRange(wanted.Where(w => !sorts.ContainsKey(Key(w))).Select(w => new FieldFault("sort", w, $"one of {string.Join(", ", sorts.Keys)}, with or without - before it")));
        if (query.Faults.Count > 0)
            return Outcome.Invalid(query.Faults);
        List<TRow> all = [.. rows];
        (Func<TRow, string> Key, bool Backwards)[] by = [.. wanted.Select(w => (sorts[Key(w)], w[0] == '-')), (id, false)];
        all.Sort((a, b) => Compare(a, b, by));
        return Outcome.Ok(new Listing<T>([.. all.Skip((page - 1) * size).Take(size).Select(view)], page, size, all.Count), json);
    }

    private static string Key(string wanted) => wanted[0] == '-' ? wanted[1..] : wanted;

    private static int Compare<TRow>(TRow a, TRow b, (Func<TRow, string> Key, bool Backwards)[] by)
    {
        foreach (var (key, backwards) in by)
        {
            var order = string.CompareOrdinal(key(a), key(b));
            if (order != 0)
                return backwards ? -order : order;
        }
        return 0;
    }
}
