using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The latest metrics of one topic, from all nodes.</summary>
public sealed class TelemetryCache(string topic, ITelemetry telemetry, TimeProvider time, ILogger<TelemetryCache> log) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Figure> _newest = new(StringComparer.Ordinal);

    /// <summary>The key that changed; raised after the cache was updated.</summary>
    public event Action<string>? Changed;

    public Figure? Find(string key) => _newest.GetValueOrDefault(key);

    public IEnumerable<Figure> All => _newest.Values;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var figure in telemetry.Watch(topic, stoppingToken))
                    Take(figure);
                return; // the node is gone, and its metrics with it
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                ControlLog.BoardFailed(log, topic, failure);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    /// <summary>A node may only remove its own entry: the workload may have moved to another node.</summary>
    private void Take(Figure figure)
    {
        if (figure.Value is not null)
            _newest[figure.Key] = figure;
        else if (_newest.TryGetValue(figure.Key, out var before) && string.Equals(before.Node, figure.Node, StringComparison.Ordinal))
            _newest.TryRemove(KeyValuePair.Create(figure.Key, before));
        Changed?.Invoke(figure.Key);
    }
}
