using System.Collections.Concurrent;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control.Tests;

/// <summary>
/// Alerts and deliveries as a runtime would keep them, in memory and with the clock of the test; they survive a restart of the loop.
/// </summary>
internal sealed class InMemoryEntities(TimeProvider time) : IEntities, ITelemetry
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityId, (object Order, long Version)> _orders = [];
    private readonly Dictionary<string, IDecider> _deciders =
        new(StringComparer.Ordinal) { [AlertId.Kind] = AlertKind.Kind.Decider, [DeliveryId.Kind] = DeliveryKind.Kind.Decider };

    public ConcurrentDictionary<string, object?> Published { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<Event> Stored { get; } = [];

    public AlertState Alert(AlertId id) => (AlertState)Order(id.EntityId).Order;

    public DeliveryState Delivery(string channel) => (DeliveryState)Order(new DeliveryId(channel).EntityId).Order;

    public IReadOnlyDictionary<AlertId, AlertState> Alerts
    {
        get
        {
            lock (_lock)
                return _orders.Where(o => o.Key.Kind == AlertId.Kind)
                    .ToDictionary(o => AlertId.TryParse(o.Key.Id, out var id) ? id : default, o => (AlertState)o.Value.Order);
        }
    }

    public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null)
    {
        lock (_lock)
        {
            var (order, version) = Order(id);
            if (expectedVersion is { } expected && expected != version)
                return new(new Refused(new Refusal("version-conflict", $"{expected} {version}")));
            var decider = _deciders[id.Kind];
            var decision = decider.Decide(order, decider.NoLive, command with { Origin = new Origin("test", time.GetUtcNow()) });
            if (decision.Refusal is { } refusal)
                return new(new Refused(refusal));
            foreach (var happened in decision.Events)
            {
                order = decider.Evolve(order, happened);
                Stored.Enqueue(happened);
            }
            _orders[id] = (order, version + decision.Events.Count);
            return new(new Done(version + decision.Events.Count, decision.Events));
        }
    }

    public void Tell(EntityId id, Command command, CommandId commandId) => _ = Ask(id, command, commandId).AsTask();

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null)
    {
        var (order, version) = Order(id);
        return new(new Reading(order, _deciders[id.Kind].NoLive, version));
    }

    public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) => throw new NotSupportedException();

    public void Wake(EntityId id) => throw new NotSupportedException();

    public void Publish(string topic, string key, object? value) => Published[$"{topic}/{key}"] = value;

    public IAsyncEnumerable<Figure> Watch(string topic, CancellationToken stop) => throw new NotSupportedException();

    private (object Order, long Version) Order(EntityId id)
    {
        lock (_lock)
            return _orders.TryGetValue(id, out var order) ? order : (_deciders[id.Kind].NoOrder, 0);
    }
}
