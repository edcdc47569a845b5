using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>The newest telemetry by topic, as known to one node, and its watchers.</summary>
internal sealed class FigureBoard
{
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    public void Put(string topic, Figure figure) => TopicOf(topic).Publish(figure);

    /// <param name="gone">Ends the watch without an error.</param>
    public async IAsyncEnumerable<Figure> Watch(string topic, CancellationToken gone, [EnumeratorCancellation] CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, gone);
        using var watcher = TopicOf(topic).Watch();
        while (await watcher.News(over.Token) is { } news)
        {
            foreach (var figure in news)
                yield return figure;
        }
        stop.ThrowIfCancellationRequested();
    }

    public IEnumerable<(string Topic, Figure Figure)> Of(string node) => _topics.SelectMany(t => t.Value.Of(node).Select(f => (t.Key, f)));

    /// <summary>Removes all telemetry of a node that is not listed.</summary>
    public void KeepOnly(string node, IReadOnlySet<(string Topic, string Key)> kept)
    {
        foreach (var (topic, figure) in Of(node).Where(f => !kept.Contains((f.Topic, f.Figure.Key))))
            Put(topic, figure with { Value = null });
    }

    private Topic TopicOf(string name) => _topics.GetOrAdd(name, static _ => new Topic());
}
