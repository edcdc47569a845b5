using System.Collections.Concurrent;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>At most one dispatcher per channel; channels do not block each other.</summary>
internal sealed class Couriers(IEntities entities, ITelemetry telemetry, SendNotice send, SendingPace pace, Func<double> chance, TimeProvider time, ILogger log, CancellationToken stop)
{
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private volatile Scene? _newest;

    public void Look(Scene scene, DateTimeOffset now)
    {
        _newest = scene;
        foreach (var (id, channel) in scene.Channels)
        {
            if (_underWay.TryGetValue(id, out var going) && !going.IsCompleted)
                continue;
            if (channel.Config is null)
            {
                if (channel.Delivery.PlannedAt is not null)
                    entities.Tell(new DeliveryId(id).EntityId, new ClearDelivery(), CommandId.Nameless);
            }
            else if (channel.Delivery.Open is not null || !Due.Of(id, channel, channel.Delivery, scene, now).IsEmpty)
            {
                _underWay[id] = Task.Run(() => Guarded(id), CancellationToken.None);
            }
        }
    }

    public Task Ended() => Task.WhenAll(_underWay.Values);

    private async Task Guarded(string id)
    {
        try
        {
            await new Courier(id, () => _newest!, entities, telemetry, send, pace, chance, time, log).Go(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next leader sends what is still open.
        }
        catch (Exception failure)
        {
            WatchLog.CourierFailed(log, id, failure);
        }
    }
}
