using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>The figures of one node, by topic. They vanish with it.</summary>
internal sealed class NodeTelemetry(string node) : ITelemetry
{
    private readonly FigureBoard _board = new();
    private readonly CancellationTokenSource _gone = new();

    public void Publish(string topic, string key, object? value)
    {
        if (!_gone.IsCancellationRequested)
            _board.Put(topic, new Figure(node, key, value));
    }

    public IAsyncEnumerable<Figure> Watch(string topic, CancellationToken stop) => _board.Watch(topic, _gone.Token, stop);

    public void Vanish() => _gone.Cancel();
}
