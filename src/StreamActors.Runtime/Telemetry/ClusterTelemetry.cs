using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Replicates every node's telemetry to all nodes. Publishing sends no message of its own: changes are sent together.</summary>
internal sealed class ClusterTelemetry(string node, Vocabulary vocabulary) : ITelemetry
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _gone = new();
    private Dictionary<(string Topic, string Key), object?> _changed = [];

    public FigureBoard Board { get; } = new();

    public void Publish(string topic, string key, object? value)
    {
        PolymorphicJson.Check(vocabulary, value);
        Board.Put(topic, new Figure(node, key, value));
        lock (_gate)
        {
            _changed[(topic, key)] = value;
        }
    }

    public IAsyncEnumerable<Figure> Watch(string topic, CancellationToken stop) => Board.Watch(topic, _gone.Token, stop);

    /// <summary>The node is gone: watchers end.</summary>
    public void Vanish() => _gone.Cancel();

    public IReadOnlyList<NodeFigure> TakeChanged()
    {
        lock (_gate)
        {
            if (_changed.Count == 0)
                return [];
            var changed = _changed;
            _changed = [];
            return [.. changed.Select(c => new NodeFigure(c.Key.Topic, c.Key.Key, c.Value))];
        }
    }
}
