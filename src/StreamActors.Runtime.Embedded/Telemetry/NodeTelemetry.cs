using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>The figures of one node, by topic. They vanish with it.</summary>
internal sealed class NodeTelemetry(string node) : ITelemetry
{
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _gone = new();

    public void Publish(string topic, string key, object? value)
    {
        if (!_gone.IsCancellationRequested)
            TopicOf(topic).Publish(new Figure(node, key, value));
    }

    public async IAsyncEnumerable<Figure> Watch(string topic, [EnumeratorCancellation] CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, _gone.Token);
        using var watcher = TopicOf(topic).Watch();
        while (await watcher.News(over.Token) is { } news)
        {
            foreach (var figure in news)
                yield return figure;
        }
        stop.ThrowIfCancellationRequested();
    }

    public void Vanish() => _gone.Cancel();

    private Topic TopicOf(string name) => _topics.GetOrAdd(name, static _ => new Topic());
}
