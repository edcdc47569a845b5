using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>The newest figure of every key, and who watches them.</summary>
internal sealed class Topic
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Figure> _current = new(StringComparer.Ordinal);
    private readonly List<Watcher> _watchers = [];

    public void Publish(Figure figure)
    {
        lock (_gate)
        {
            if (figure.Value is null)
                _current.Remove(figure.Key);
            else
                _current[figure.Key] = figure;
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

    public void Leave(Watcher watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
        }
    }
}

/// <summary>
/// One reader's news. However slow it is, it holds one figure for a key: the newest. A key that comes and goes between
/// two looks leaves nothing behind.
/// </summary>
internal sealed class Watcher : IDisposable
{
    private readonly Topic _topic;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _some = new(0, 1);
    private Dictionary<string, Figure> _news = new(StringComparer.Ordinal);

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
            if (figure.Value is null && !_told.Contains(figure.Key))
                _news.Remove(figure.Key);
            else
                _news[figure.Key] = figure;
            if (_some.CurrentCount == 0)
                _some.Release();
        }
    }

    /// <returns>Null when it is over.</returns>
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
            _news = new Dictionary<string, Figure>(StringComparer.Ordinal);
            foreach (var figure in news.Values)
            {
                if (figure.Value is null)
                    _told.Remove(figure.Key);
                else
                    _told.Add(figure.Key);
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
