using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>An input or output, as reported by the live feed.</summary>
internal sealed class BoardRow(string kind, string id)
{
    public string Kind => kind;

    public string Id => id;

    public JsonView View { get; set; }

    /// <summary>The state, if it was sent after the view.</summary>
    public JsonView State { get; set; }

    public bool On => View.Flag(nameof(InputView.On));

    public string Phase => State.Text(nameof(StateView.Phase));

    /// <summary>Sort order: faults first.</summary>
    public int Urgency =>
        Phase switch { "parked" => 0, "stalled" => 1, "backing-off" or "slow" => 2, "on-air" => 4, "idle" => On ? 3 : 5, _ => 3 };
}

/// <summary>All inputs and outputs, updated by the live feed.</summary>
internal sealed class Board
{
    private readonly Dictionary<string, BoardRow> _rows = new(StringComparer.Ordinal);
    private HashSet<string> _unseen = [];

    public IEnumerable<BoardRow> Rows =>
        _rows.Values.OrderBy(r => r.Urgency).ThenBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal);

    public BoardRow? Find(string thing) => _rows.GetValueOrDefault(thing);

    /// <summary>Called with each row whose phase has changed.</summary>
    public Action<BoardRow> Moved { get; init; } = static _ => { };

    /// <summary>A new snapshot follows: what it does not contain was removed.</summary>
    public void Renew() => _unseen = [.. _rows.Keys];

    /// <returns>Whether the snapshot continues.</returns>
    public bool Take(JsonView batch)
    {
        foreach (var told in batch.All(nameof(LiveBatch.Events)))
        {
            var (type, id) = (told.Text(nameof(LiveEvent.Type)), told.Text(nameof(LiveEvent.Id)));
            var view = told.At(type);
            if (type == "state")
                Move(_rows.GetValueOrDefault(told.Text(nameof(LiveEvent.Owner))), view);
            else if (view.IsThere)
                Put(type, id, view);
            else
                _rows.Remove($"{type}/{id}");
        }
        if (batch.Flag(nameof(LiveBatch.More)))
            return true;
        foreach (var gone in _unseen)
            _rows.Remove(gone);
        _unseen.Clear();
        return false;
    }

    public Table Table(IEnumerable<BoardRow> rows, DateTimeOffset now)
    {
        var table = new Table("WHAT", "PHASE", "ORDER", "BIT/S", "SINCE", "URL", "REASON") { Phase = 1, Right = [3, 4] };
        foreach (var row in rows)
        {
            table.Add(
                $"{row.Kind}/{row.Id}", row.Phase, HumanText.Order(row.View),
                HumanText.Rate(row.State.At(nameof(StateView.Figures)).Whole(nameof(FiguresView.BitsPerSecond))),
                HumanText.Since(row.State.Time(nameof(StateView.Since)), now),
                row.View.At(nameof(InputView.Address)).Text(nameof(AddressView.Url)), HumanText.Reason(row.State, now));
        }
        return table;
    }

    private void Put(string kind, string id, JsonView view)
    {
        _unseen.Remove($"{kind}/{id}");
        var row = _rows.TryGetValue($"{kind}/{id}", out var known) ? known : _rows[$"{kind}/{id}"] = new BoardRow(kind, id);
        row.View = view;
        Move(row, view.At(nameof(InputView.State)));
    }

    private void Move(BoardRow? row, JsonView state)
    {
        if (row is null)
            return;
        var before = row.Phase;
        row.State = state;
        if (before != row.Phase)
            Moved(row);
    }
}
