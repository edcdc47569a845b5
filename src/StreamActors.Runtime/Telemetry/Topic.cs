using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>The newest value of every key of every node, and its watchers.</summary>
internal sealed class Topic
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Node, string Key), Figure> _current = [];
    private readonly List<Watcher> _watchers = [];

    public void Publish(Figure figure)
    {
        lock (_gate)
        {
            if (figure.Value is null)
                _current.Remove((figure.Node, figure.Key));
            else
                _current[(figure.Node, figure.Key)] = figure;
            foreach (var watcher in _watchers)
                watcher.Offer(figure);
        }
    }

    public Watcher Watch()
    {
        lock (_gate)
        {
            var watcher = new Watcher(this, _current.Values);
            _watchers.Add(watcher);
            return watcher;
        }
    }

    public IReadOnlyList<Figure> Of(string node)
    {
        lock (_gate)
        {
            return [.. _current.Values.Where(f => string.Equals(f.Node, node, StringComparison.Ordinal))];
        }
    }

    public void Leave(Watcher watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
        }
    }
}

/// <summary>A watcher's updates: only the newest value per key. A key added and removed between two reads leaves nothing.</summary>
internal sealed class Watcher : IDisposable
{
    private readonly Topic _topic;
    private readonly Lock _gate = new();
    private readonly HashSet<(string Node, string Key)> _published = [];
    private readonly SemaphoreSlim _some = new(0, 1);
    private Dictionary<(string Node, string Key), Figure> _news = [];

    public Watcher(Topic topic, IEnumerable<Figure> current)
    {
        _topic = topic;
        foreach (var figure in current)
            Offer(figure);
    }

    public void Offer(Figure figure)
    {
        lock (_gate)
        {
            var place = (figure.Node, figure.Key);
            if (figure.Value is null && !_published.Contains(place))
                _news.Remove(place);
            else
                _news[place] = figure;
            if (_some.CurrentCount == 0)
                _some.Release();
        }
    }

    /// <returns>Null when it has ended.</returns>
    public async ValueTask<IReadOnlyCollection<Figure>?> News(CancellationToken over)
    {
        try
        {
            await _some.WaitAsync(over);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        lock (_gate)
        {
            var news = _news;
            _news = [];
            foreach (var (place, figure) in news)
            {
                if (figure.Value is null)
                    _published.Remove(place);
                else
                    _published.Add(place);
            }
            return news.Values;
        }
    }

    public void Dispose()
    {
        _topic.Leave(this);
        _some.Dispose();
    }
}
