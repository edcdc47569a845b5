using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The newest figures of one topic, from whatever node they come.</summary>
public sealed class Board(string topic, ITelemetry telemetry, TimeProvider time, ILogger<Board> log) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Figure> _newest = new(StringComparer.Ordinal);

    /// <summary>The key whose figure is another now; said after the board has it.</summary>
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
                return; // the node is gone, and its figures with it
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                ControlLog.BoardFailed(log, topic, failure);
                await Task.Delay(Again, time, stoppingToken);
            }
        }
    }

    /// <summary>A node takes away only what is its own: the workload may be elsewhere by then.</summary>
    private void Take(Figure figure)
    {
        if (figure.Value is not null)
            _newest[figure.Key] = figure;
        else if (_newest.TryGetValue(figure.Key, out var before) && string.Equals(before.Node, figure.Node, StringComparison.Ordinal))
            _newest.TryRemove(KeyValuePair.Create(figure.Key, before));
        Changed?.Invoke(figure.Key);
    }
}
