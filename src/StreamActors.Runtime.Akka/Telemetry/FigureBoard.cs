using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>The newest figures of every node, as this one knows them, and who watches them.</summary>
internal sealed class FigureBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Topic, string Node, string Key), object> _current = [];
    private readonly List<Watcher> _watchers = [];

    public void Put(string topic, Figure figure)
    {
        lock (_gate)
        {
            var place = (topic, figure.Node, figure.Key);
            if (figure.Value is null ? !_current.Remove(place) : _current.TryGetValue(place, out var old) && old.Equals(figure.Value))
                return;
            if (figure.Value is not null)
                _current[place] = figure.Value;
            foreach (var watcher in _watchers)
                watcher.Offer(topic, figure);
        }
    }

    /// <summary>Every figure of a node that is not among these is gone.</summary>
    public void KeepOnly(string node, IReadOnlySet<(string Topic, string Key)> kept)
    {
        lock (_gate)
        {
            foreach (var place in _current.Keys.Where(p => string.Equals(p.Node, node, StringComparison.Ordinal) && !kept.Contains((p.Topic, p.Key))).ToList())
                Put(place.Topic, new Figure(place.Node, place.Key, null));
        }
    }

    public IReadOnlyList<(string Topic, Figure Figure)> Of(string node)
    {
        lock (_gate)
        {
            return [.. _current.Where(c => string.Equals(c.Key.Node, node, StringComparison.Ordinal)).Select(c => (c.Key.Topic, new Figure(node, c.Key.Key, c.Value)))];
        }
    }

    public async IAsyncEnumerable<Figure> Watch(string topic, [EnumeratorCancellation] CancellationToken stop)
    {
        var watcher = new Watcher(topic);
        lock (_gate)
        {
            foreach (var ((at, node, key), value) in _current)
                watcher.Offer(at, new Figure(node, key, value));
            _watchers.Add(watcher);
        }
        try
        {
            await foreach (var _ in watcher.Bell.Reader.ReadAllAsync(stop))
            {
                foreach (var figure in Taken(watcher))
                    yield return figure;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    private List<Figure> Taken(Watcher watcher)
    {
        lock (_gate)
        {
            return watcher.Take();
        }
    }

    /// <summary>However slow its reader, it holds one figure for a key: the newest.</summary>
    private sealed class Watcher(string topic)
    {
        private readonly Dictionary<(string Node, string Key), Figure> _news = [];

        public Channel<bool> Bell { get; } = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Offer(string at, Figure figure)
        {
            if (!string.Equals(at, topic, StringComparison.Ordinal))
                return;
            _news[(figure.Node, figure.Key)] = figure;
            Bell.Writer.TryWrite(true);
        }

        public List<Figure> Take()
        {
            List<Figure> news = [.. _news.Values];
            _news.Clear();
            return news;
        }
    }
}
