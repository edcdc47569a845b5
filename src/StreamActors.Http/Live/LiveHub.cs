using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
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
/// serialized once for all clients that asked for the same. An empty message every two seconds shows that the connection works.
/// </summary>
internal sealed class LiveHub : BackgroundService
{
    private const int SnapshotPart = 500;
    private const int Heartbeat = 8; // ticks
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<EntityId, byte> _changed = [];
    private readonly ConcurrentDictionary<LiveClient, byte> _clients = [];
    private readonly Dictionary<LiveForm, IReadOnlyList<LiveMessage>> _snapshots = [];
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal); // guarded by _snapshots
    private readonly Dictionary<string, StateView> _told = new(StringComparer.Ordinal); // the same; without metrics
    private readonly Catalogue _catalogue;
    private readonly States _states;
    private readonly AlertBook _alerts;
    private readonly ListenPorts _ports;
    private readonly TimeProvider _time;

    public LiveHub(Catalogue catalogue, TelemetryCaches telemetryCaches, States states, AlertBook alerts, ListenPorts ports,
        TimeProvider time)
    {
        (_catalogue, _states, _alerts, _ports, _time) = (catalogue, states, alerts, ports, time);
        catalogue.Changed += id => _changed[id] = 0;
        telemetryCaches.Changed += workload => _changed[new EntityId(WorkloadId.Kind, workload)] = 0;
        telemetryCaches.PendingAlerts.Changed += alert => _changed[new EntityId(AlertId.Kind, alert)] = 0;
    }

    public int Clients => _clients.Count;

    /// <summary>Of this run of the server (decision 0175).</summary>
    public string Epoch { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>
    /// Adds a client: sends a snapshot, or the changes after the given position if this journal has it, then every change.
    /// </summary>
    public async Task<LiveClient> Join(LiveForm form, long? after, Func<LiveMessage, Task> send, CancellationToken stop)
    {
        await _catalogue.Ready.WaitAsync(stop);
        var client = new LiveClient(form);
        _clients[client] = 0; // registered before the snapshot: changes meanwhile are sent twice rather than lost
        try
        {
            foreach (var message in after is null || after > _catalogue.Position ? Snapshot(form) : Resumed(form, after))
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
    private IReadOnlyList<LiveMessage> Snapshot(LiveForm form)
    {
        lock (_snapshots)
        {
            if (!_snapshots.TryGetValue(form, out var snapshot))
                _snapshots.Add(form, snapshot = Known(form, null));
            return snapshot;
        }
    }

    private List<LiveMessage> Resumed(LiveForm form, long? after)
    {
        lock (_snapshots)
            return Known(form, after);
    }

    private List<LiveMessage> Known(LiveForm form, long? after)
    {
        _told.Clear(); // the new client may be shown a state between two that were told
        var position = _catalogue.Position;
        var known = new[] { InputId.Kind, OutputId.Kind, AlertId.Kind }.SelectMany(_catalogue.All)
            .Where(e => after is null ? IsThere(e) : e.Position > after).Select(e => e.Id)
            .Concat(_catalogue.All(WorkloadId.Kind).Where(e => e.Order is WorkloadState { Spec: not null }).Select(e => e.Id));
        var events = known.Select(Event).OfType<LiveEvent>().Where(e => (Topic(e) & form.Topics) != 0).ToList();
        List<LiveMessage> messages = [];
        for (var n = 0; n == 0 || n < events.Count; n += SnapshotPart)
        {
            var more = n + SnapshotPart < events.Count;
            // A client that is cut off between two parts comes back with the position of the first: it gets all of them again.
            messages.Add(Message(form, more ? after ?? 0 : position, after is null, more,
                events.GetRange(n, Math.Min(SnapshotPart, events.Count - n))));
        }
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
        {
            _snapshots.Clear(); // before reading the clients: none keeps a snapshot without these changes
            var events = _clients.IsEmpty ? [] : ids.Select(Event).OfType<LiveEvent>().ToList();
            HashSet<string>? moved = null;
            foreach (var alike in _clients.Keys.GroupBy(c => c.Form))
            {
                List<LiveEvent> wanted = [.. events.Where(e => (Topic(e) & alike.Key.Topics) != 0)];
                moved ??= alike.Key.Columns ? [.. events.Where(IsMoved).Select(e => e.Id)] : null;
                var message = wanted.Count == 0 ? null
                    : Message(alike.Key, position, snapshot: false, more: false, wanted, alike.Key.Columns ? moved : null);
                foreach (var client in alike)
                {
                    client.Quiet = message is null ? client.Quiet + 1 : 0;
                    if (message is not null)
                        client.Offer(message);
                    else if (client.Quiet % Heartbeat == 0)
                        client.Offer(Message(alike.Key, position, snapshot: false, more: false, []));
                }
            }
        }
    }

    /// <summary>Whether more than the metrics changed.</summary>
    private bool IsMoved(LiveEvent e)
    {
        if (e.State is not { } state)
            return true;
        var phase = state with { Figures = null };
        var moved = !_told.TryGetValue(e.Id, out var before) || before != phase;
        _told[e.Id] = phase;
        return moved;
    }

    private LiveEvent? Event(EntityId id) => (id.Kind, _catalogue.Find(id)) switch
    {
        (InputId.Kind, { Order: InputState order }) => new LiveEvent("input", id.Id)
        {
            Input = order.Config is { } c
                ? InputMapping.View(id.Id, c, order.Outputs.Keys, order.Revision, _states.Read(WorkloadId.Ingest(id.Id)),
                _ports.Shared) : null,
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

    /// <param name="moved">With columns: the items of which more than the metrics changed; null: all.</param>
    private LiveMessage Message(LiveForm form, long position, bool snapshot, bool more, IReadOnlyList<LiveEvent> events,
        HashSet<string>? moved = null)
    {
        var batch = new LiveBatch(position.ToString(CultureInfo.InvariantCulture), _time.GetUtcNow(), Epoch, snapshot, more, events);
        if (form.Columns)
        {
            batch = batch with
            {
                Figures = [.. events.Where(e => e.State?.Figures is not null).Select(Row)],
                Events = [.. events.Where(e => moved is null || moved.Contains(e.Id)).Select(e => e.State is { } state
                    ? e with { Number = Number(e.Id), State = state with { Figures = null } } : e)],
            };
        }
        return new(position, JsonSerializer.SerializeToUtf8Bytes(batch, WireJson.Plain.LiveBatch));
    }

    private long?[] Row(LiveEvent e) =>
        [Number(e.Id), e.State!.Figures!.BitsPerSecond, e.State.Figures.LostPackets, e.State.Figures.BehindPackets];

    private long Number(string workload) => _numbers.TryGetValue(workload, out var known) ? known : _numbers[workload] = _numbers.Count + 1;
}
