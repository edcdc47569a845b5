using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using StreamActors.Control;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>
/// Pushes changes to clients four times a second; several changes in between are sent once, with the latest state. Each message is
/// serialized once for all clients with the same topics.
/// </summary>
internal sealed class LiveHub : BackgroundService
{
    private const int SnapshotPart = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<EntityId, byte> _changed = [];
    private readonly ConcurrentDictionary<LiveClient, byte> _clients = [];
    private readonly Dictionary<LiveTopics, IReadOnlyList<LiveMessage>> _snapshots = [];
    private readonly Catalogue _catalogue;
    private readonly States _states;
    private readonly AlertBook _alerts;
    private readonly TimeProvider _time;

    public LiveHub(Catalogue catalogue, TelemetryCaches telemetryCaches, States states, AlertBook alerts, TimeProvider time)
    {
        (_catalogue, _states, _alerts, _time) = (catalogue, states, alerts, time);
        catalogue.Changed += id => _changed[id] = 0;
        telemetryCaches.Changed += workload => _changed[new EntityId(WorkloadId.Kind, workload)] = 0;
        telemetryCaches.PendingAlerts.Changed += alert => _changed[new EntityId(AlertId.Kind, alert)] = 0;
    }

    public int Clients => _clients.Count;

    /// <summary>Adds a client: sends a snapshot, or the changes after the given position, then every change.</summary>
    public async Task<LiveClient> Join(LiveTopics topics, long? after, Func<LiveMessage, Task> send, CancellationToken stop)
    {
        await _catalogue.Ready.WaitAsync(stop);
        var client = new LiveClient(topics);
        _clients[client] = 0; // registered before the snapshot: changes meanwhile are sent twice rather than lost
        try
        {
            foreach (var message in after is null ? Snapshot(topics) : Known(topics, after))
                await send(message);
            return client;
        }
        catch
        {
            Leave(client);
            throw;
        }
    }

    public void Leave(LiveClient client) => _clients.TryRemove(client, out _);

    /// <summary>
    /// Shared by all clients that join between two pushes, as after a restart. Later changes are in the changed set, which is sent to all
    /// of them.
    /// </summary>
    private IReadOnlyList<LiveMessage> Snapshot(LiveTopics topics)
    {
        lock (_snapshots)
        {
            if (!_snapshots.TryGetValue(topics, out var snapshot))
                _snapshots.Add(topics, snapshot = Known(topics, null));
            return snapshot;
        }
    }

    private List<LiveMessage> Known(LiveTopics topics, long? after)
    {
        var position = _catalogue.Position;
        var known = new[] { InputId.Kind, OutputId.Kind, AlertId.Kind }.SelectMany(_catalogue.All)
            .Where(e => after is null ? IsThere(e) : e.Position > after).Select(e => e.Id)
            .Concat(_catalogue.All(WorkloadId.Kind).Where(e => e.Order is WorkloadState { Spec: not null }).Select(e => e.Id));
        var events = known.Select(Event).OfType<LiveEvent>().Where(e => (Topic(e) & topics) != 0).ToList();
        List<LiveMessage> messages = [];
        for (var n = 0; n == 0 || n < events.Count; n += SnapshotPart)
            messages.Add(Message(position, after is null, n + SnapshotPart < events.Count,
                events.GetRange(n, Math.Min(SnapshotPart, events.Count - n))));
        return messages;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Tell();
    }

    private void Tell()
    {
        var position = _catalogue.Position; // read first: changes up to it are in the changed set by now
        List<EntityId> ids = [];
        foreach (var (id, _) in _changed)
        {
            if (_changed.TryRemove(id, out _))
                ids.Add(id);
        }
        lock (_snapshots)
            _snapshots.Clear(); // before reading the clients: none keeps a snapshot without these changes
        if (_clients.IsEmpty || ids.Count == 0)
            return;
        var events = ids.Select(Event).OfType<LiveEvent>().ToList();
        foreach (var alike in _clients.Keys.GroupBy(c => c.Topics))
        {
            List<LiveEvent> wanted = [.. events.Where(e => (Topic(e) & alike.Key) != 0)];
            if (wanted.Count == 0)
                continue;
            var message = Message(position, snapshot: false, more: false, wanted);
            foreach (var client in alike)
                client.Offer(message);
        }
    }

    private LiveEvent? Event(EntityId id) => (id.Kind, _catalogue.Find(id)) switch
    {
        (InputId.Kind, { Order: InputState order }) => new LiveEvent("input", id.Id)
        {
            Input = order.Config is { } c
                ? InputMapping.View(id.Id, c, order.Outputs.Keys, order.Revision, _states.Read(WorkloadId.Ingest(id.Id))) : null,
        },
        (OutputId.Kind, { Order: OutputState order } entry) => new LiveEvent("output", id.Id)
        {
            Output = order.Config is { } c
                ? OutputMapping.View(id.Id, c, entry.Version, _states.Read(WorkloadId.Egress(c.Input, c.Slot, id.Id))) : null,
        },
        (AlertId.Kind, _) => AlertId.TryParse(id.Id, out var alert) ? new LiveEvent("alert", id.Id) { Alert = _alerts.View(alert) } : null,
        (WorkloadId.Kind, var entry) =>
            new LiveEvent("state", id.Id) { Owner = (entry?.Order as WorkloadState)?.Owner?.ToString(), State = _states.Read(id.Id) },
        _ => null,
    };

    private static bool IsThere(Entry entry) =>
        entry.Order is InputState { Config: not null } or OutputState { Config: not null } or AlertState { Firing: true };

    private static LiveTopics Topic(LiveEvent e) => e.Type switch { "input" => LiveTopics.Inputs, "output" => LiveTopics.Outputs,
        "alert" => LiveTopics.Alerts, _ => LiveTopics.States };

    private static LiveMessage Message(long position, bool snapshot, bool more, IReadOnlyList<LiveEvent> events) =>
        new(position, JsonSerializer.SerializeToUtf8Bytes(new LiveBatch(position.ToString(CultureInfo.InvariantCulture), snapshot, more,
        events), WireJson.Plain.LiveBatch));
}
