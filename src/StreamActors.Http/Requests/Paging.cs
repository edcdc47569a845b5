using System.Text.Json.Serialization.Metadata;
using StreamActors.Control;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>page, size and sort, the same for every list.</summary>
internal static class Paging
{
    public const int MaxSize = 500;

    public static IReadOnlyList<QueryParameter> Parameters(IEnumerable<string> sorts) =>
    [
        new("page", "The page, from 1.", "1"),
        new("size", "Entries per page: 1 to 500; 100 by default.", "100"),
        new("sort", $"Sort by {string.Join(", ", sorts)}; with - before the name, descending. Several separated by commas.", sorts.First()),
    ];

    /// <param name="id">Breaks ties in the sort order.</param>
    /// <param name="view">Called for the items of the page only.</param>
    public static Outcome Page<TRow, T>(
        Query query, IEnumerable<TRow> rows, IReadOnlyDictionary<string, Func<TRow, string>> sorts, Func<TRow, string> id,
        Func<TRow, T> view, JsonTypeInfo<Listing<T>> json)
    {
        var (page, size, wanted) = Read(query, sorts.Keys);
        if (query.Faults.Count > 0)
            return Outcome.Invalid(query.Faults);
        List<TRow> all = [.. rows];
        return Outcome.Ok(new Listing<T>([.. Sorted(all, wanted, sorts, id).Skip((page - 1) * size).Take(size).Select(view)], page, size,
            all.Count), json);
    }

    /// <summary>The same from a presorted view, without sorting.</summary>
    public static Outcome Page<TRow, T>(Query query, SortedView<TRow> sortedView, Func<TRow, bool> admits, Func<TRow, T> view,
        JsonTypeInfo<Listing<T>> json)
        where TRow : class
    {
        var (page, size, wanted) = Read(query, sortedView.Keys.Keys);
        if (query.Faults.Count > 0)
            return Outcome.Invalid(query.Faults);
        var ordered = wanted switch
        {
            [] => sortedView.By("id").Where(admits),
            [var one] => sortedView.By(Key(one), one[0] == '-').Where(admits),
            _ => Sorted([.. sortedView.By("id").Where(admits)], wanted, sortedView.Keys, sortedView.Keys["id"]),
        };
        var (skip, total) = ((page - 1) * size, 0);
        List<TRow> shown = new(size);
        foreach (var row in ordered)
        {
            if (total++ >= skip && shown.Count < size)
                shown.Add(row);
        }
        return Outcome.Ok(new Listing<T>([.. shown.Select(view)], page, size, total), json);
    }

    private static (int Page, int Size, string[] Wanted) Read(Query query, IEnumerable<string> sorts)
    {
        var (page, size) = (query.Number("page", 1, 1, 1_000_000), query.Number("size", 100, 1, MaxSize));
        var wanted = (query.Text("sort") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        query.Faults.AddRange(wanted.Where(w => !sorts.Contains(Key(w), StringComparer.Ordinal))
            .Select(w => new FieldFault("sort", w, $"one of {string.Join(", ", sorts)}, with or without - before it")));
        return (page, size, wanted);
    }

    /// <summary>Sorts only as far as the page requires.</summary>
    private static IEnumerable<TRow> Sorted<TRow>(IReadOnlyList<TRow> all, string[] wanted,
        IReadOnlyDictionary<string, Func<TRow, string>> sorts, Func<TRow, string> id) =>
        wanted.Append("").Aggregate((IOrderedEnumerable<TRow>?)null, (before, by) =>
        By(before, all, by.Length == 0 ? id : sorts[Key(by)], by.StartsWith('-')))!;

    private static IOrderedEnumerable<TRow> By<TRow>(IOrderedEnumerable<TRow>? before, IEnumerable<TRow> all, Func<TRow, string> key,
        bool backwards) => (before, backwards) switch
    {
        (null, false) => all.OrderBy(key, StringComparer.Ordinal),
        (null, true) => all.OrderByDescending(key, StringComparer.Ordinal),
        (_, false) => before.ThenBy(key, StringComparer.Ordinal),
        (_, true) => before.ThenByDescending(key, StringComparer.Ordinal),
    };

    private static string Key(string wanted) => wanted[0] == '-' ? wanted[1..] : wanted;
}
