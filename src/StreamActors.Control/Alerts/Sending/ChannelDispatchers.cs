using System.Collections.Concurrent;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>At most one dispatcher per channel; channels do not block each other.</summary>
internal sealed class ChannelDispatchers(IEntities entities, ITelemetry telemetry, SendNotice send, DeliveryPolicy policy,
    Func<double> chance, TimeProvider time, ILogger log, CancellationToken stop)
{
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private volatile AlertSnapshot? _newest;

    public void Dispatch(AlertSnapshot alertSnapshot, DateTimeOffset now)
    {
        _newest = alertSnapshot;
        foreach (var (id, channel) in alertSnapshot.Channels)
        {
            if (_underWay.TryGetValue(id, out var going) && !going.IsCompleted)
                continue;
            if (channel.Config is null)
            {
                if (channel.Delivery.PlannedAt is not null)
                    entities.Tell(new DeliveryId(id).EntityId, new ClearDelivery(), CommandId.Nameless);
            }
            else if (channel.Delivery.Open is not null || !DueNotices.Of(id, channel, channel.Delivery, alertSnapshot, now).IsEmpty)
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
            await new ChannelDispatcher(id, () => _newest!, entities, telemetry, send, policy, chance, time, log).Go(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next leader sends what is still open.
        }
        catch (Exception failure)
        {
            AlertLoopLog.CourierFailed(log, id, failure);
        }
    }
}
