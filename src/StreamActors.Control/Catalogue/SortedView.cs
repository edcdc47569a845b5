using StreamActors.Domain.Workloads;

namespace StreamActors.Control;

/// <summary>
/// The items of one kind, kept sorted by every sort key, so that lists need not sort. Changed items are moved on the next read.
/// </summary>
public sealed class SortedView<TRow>
    where TRow : class
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TRow[]> _orders = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, Func<TRow, string>> _keys;
    private readonly Func<string, TRow?> _read;
    private readonly Func<TRow, string> _id;

    /// <param name="keys">The sort keys; <c>id</c> is one of them.</param>
    /// <param name="row">The row of an entry; null if it is not present.</param>
    /// <param name="workedFor">The row a workload belongs to, if any: its phase has changed.</param>
    public SortedView(Catalogue catalogue, TelemetryCache phases, string kind, IReadOnlyDictionary<string, Func<TRow, string>> keys,
        Func<Entry, TRow?> row, Func<string, string?> workedFor)
    {
        (_keys, _id, _read) = (keys, keys["id"], id => catalogue.Find(kind, id) is { } entry ? row(entry) : null);
        void Moved(string workload)
        {
            if (workedFor(workload) is { } id)
                Note(id);
        }
        catalogue.Changed += id =>
        {
            if (id.Kind == kind)
                Note(id.Id);
            else if (id.Kind == WorkloadId.Kind)
                Moved(id.Id);
        };
        phases.Changed += Moved;
        foreach (var entry in catalogue.All(kind))
            Note(entry.Id.Id);
    }

    public IReadOnlyDictionary<string, Func<TRow, string>> Keys => _keys;

    /// <summary>Sorted by this key, then by id; <paramref name="backwards"/> reverses both.</summary>
    public IEnumerable<TRow> By(string key, bool backwards = false)
    {
        var order = Order(key);
        return backwards ? Backwards(order, _keys[key]) : order;
    }

    private static IEnumerable<TRow> Backwards(TRow[] order, Func<TRow, string> key)
    {
        for (var end = order.Length; end > 0;)
        {
            var start = end - 1;
            for (var equal = key(order[start]); start > 0 && key(order[start - 1]) == equal;)
                start--;
            for (var n = start; n < end; n++)
                yield return order[n];
            end = start;
        }
    }

    private void Note(string id)
    {
        lock (_lock)
            _changed.Add(id);
    }

    private TRow[] Order(string key)
    {
        lock (_lock)
        {
            if (_changed.Count > 0)
                TakeIn();
            if (!_orders.TryGetValue(key, out var order))
            {
                order = [.. _rows.Values];
                Array.Sort(order, Comparison(key));
                _orders.Add(key, order);
            }
            return order;
        }
    }

    private void TakeIn()
    {
        List<TRow> come = [];
        HashSet<TRow> gone = [];
        foreach (var id in _changed)
        {
            if (_rows.Remove(id, out var before))
                gone.Add(before);
            if (_read(id) is not { } now)
                continue;
            _rows.Add(id, now);
            come.Add(now);
        }
        _changed.Clear();
        foreach (var (key, order) in _orders)
        {
            come.Sort(Comparison(key));
            _orders[key] = Merged(order, gone, come, Comparison(key));
        }
    }

    private static TRow[] Merged(TRow[] order, HashSet<TRow> gone, List<TRow> come, Comparison<TRow> comparison)
    {
        var merged = new List<TRow>(order.Length + come.Count);
        var next = 0;
        foreach (var row in order)
        {
            if (gone.Contains(row))
                continue;
            while (next < come.Count && comparison(come[next], row) < 0)
                merged.Add(come[next++]);
            merged.Add(row);
        }
        merged.AddRange(come.Skip(next));
        return [.. merged];
    }

    private Comparison<TRow> Comparison(string key)
    {
        var of = _keys[key];
        return (one, other) =>
            string.CompareOrdinal(of(one), of(other)) is not 0 and var order ? order : string.CompareOrdinal(_id(one), _id(other));
    }
}
