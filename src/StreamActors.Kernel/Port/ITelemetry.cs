namespace StreamActors.Kernel;

/// <summary>Figures that are worth nothing tomorrow: never stored, newest wins, gone with the node that published them.</summary>
public interface ITelemetry
{
    /// <summary>A null value takes the key away.</summary>
    void Publish(string topic, string key, object? value);

    /// <summary>All current values first, then changes; a slow reader misses values in between, never the newest.</summary>
    IAsyncEnumerable<Figure> Watch(string topic, CancellationToken stop);
}

public sealed record Figure(string Node, string Key, object? Value);
