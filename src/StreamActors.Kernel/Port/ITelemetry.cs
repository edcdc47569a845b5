namespace StreamActors.Kernel;

/// <summary>Current metrics: never stored, the newest value wins, removed with the node that published them.</summary>
public interface ITelemetry
{
    /// <summary>A null value removes the key.</summary>
    void Publish(string topic, string key, object? value);

    /// <summary>All current values first, then changes; a slow reader misses intermediate values, never the newest.</summary>
    IAsyncEnumerable<Figure> Watch(string topic, CancellationToken stop);
}

public sealed record Figure(string Node, string Key, object? Value);
