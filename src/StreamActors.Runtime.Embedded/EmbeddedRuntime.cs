using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>What an operator may set. Times that belong to one kind are in its <see cref="EntityKind"/>.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>How long an asker waits who names no deadline.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many entities read the journal at once to wake.</summary>
    public int WakesAtOnce { get; init; } = 16;
}

/// <summary>
/// One process that hosts every kind of entity over one journal: single writer per id, bounded mailboxes, supervision,
/// passivation. It is a node of its own and never more than one.
/// </summary>
public sealed class EmbeddedRuntime : IEntities
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1); // nobody waits for ever

    private readonly Dictionary<string, EntityKind> _kinds;
    private readonly EmbeddedOptions _options;
    private readonly Surroundings _around;
    private readonly Deadlines _deadlines;
    private readonly NodeTelemetry _telemetry;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stops;

    /// <param name="chance">From 0 to below 1; spreads what would otherwise come back all at once.</param>
    public EmbeddedRuntime(
        IEnumerable<EntityKind> kinds,
        IJournal journal,
        ITimeline timeline,
        TimeProvider clock,
        Func<double> chance,
        string node,
        EmbeddedOptions? options = null,
        ILogger<EmbeddedRuntime>? log = null)
    {
        _kinds = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
        _options = options ?? new EmbeddedOptions();
        _around = new Surroundings(node, journal, timeline, clock, chance, _options.WakesAtOnce, log ?? NullLogger<EmbeddedRuntime>.Instance);
        _deadlines = new Deadlines(clock);
        _around.Figures.Observe(_around, _kinds.Keys, () => _deadlines.Open);
        _telemetry = new NodeTelemetry(node);
        Cluster = new OneNode(node, clock.GetUtcNow(), _around.Roster);
    }

    public ITelemetry Telemetry => _telemetry;

    public ICluster Cluster { get; }

    internal Surroundings Around => _around;

    internal Deadlines Deadlines => _deadlines;

    public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null)
    {
        var asked = new Asked(new Delivery(command, commandId, expectedVersion)) { Deadline = At(deadline) };
        Put(id, asked);
        return asked.Answered;
    }

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null)
    {
        var toRead = new ToRead { Deadline = At(deadline) };
        Put(id, toRead);
        return toRead.Answered;
    }

    public void Tell(EntityId id, Command command, CommandId commandId)
    {
        if (!_kinds.TryGetValue(id.Kind, out var kind))
            _around.Log.UnknownKind(id);
        else
            Offer(id, kind, new Told(new Delivery(command, commandId)));
    }

    public void Wake(EntityId id)
    {
        if (!_kinds.TryGetValue(id.Kind, out var kind))
        {
            _around.Log.UnknownKind(id);
            return;
        }
        while (!_around.Stopping.IsCancellationRequested)
        {
            var resident = _around.Roster.FindOrAdd(id, kind, _around);
            if (resident.Mailbox.Signal(Signals.Wake))
                return;
            _around.Roster.Remove(resident);
        }
    }

    /// <summary>
    /// Begins nothing new; commits under way end and are answered, queued mail is answered <see cref="Unknown"/>, effects
    /// are disposed. Returns when all is done, or when <paramref name="grace"/> is over.
    /// </summary>
    public async Task Stop(TimeSpan grace)
    {
        if (Interlocked.Increment(ref _stops) == 1)
        {
            await Leave(grace);
            _stopped.SetResult();
        }
        await _stopped.Task;
    }

    private async Task Leave(TimeSpan grace)
    {
        using var over = new CancellationTokenSource(grace, _around.Clock);
        await _around.Stopping.CancelAsync();
        foreach (var resident in _around.Roster.Residents)
            resident.Leave();
        try
        {
            await _around.Roster.Empty().WaitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            foreach (var resident in _around.Roster.Residents)
                _around.Log.StillThere(resident.Id, resident.Phase, grace);
        }
        _deadlines.FailAll(new Unknown("The node has stopped: it may have been stored or not."));
        _deadlines.Dispose();
        _around.Agenda.Dispose();
        _around.Figures.Dispose();
        _telemetry.Vanish();
    }

    private void Put(EntityId id, Waiting question)
    {
        if (!_kinds.TryGetValue(id.Kind, out var kind))
        {
            question.Fail(new Refused(new Refusal("unknown-kind", $"There is no kind '{id.Kind}' here. Known: {string.Join(", ", _kinds.Keys.Order(StringComparer.Ordinal))}.")));
            return;
        }
        _deadlines.Watch(question);
        Offer(id, kind, question);
    }

    private void Offer(EntityId id, EntityKind kind, Post post)
    {
        var reception = Reception.Closed; // which a node is only as a whole
        while (reception == Reception.Closed && !_around.Stopping.IsCancellationRequested)
        {
            var resident = _around.Roster.FindOrAdd(id, kind, _around);
            reception = resident.Mailbox.Offer(post);
            if (reception == Reception.Closed)
                _around.Roster.Remove(resident);
        }
        if (reception != Reception.Taken)
            _around.TurnAway(kind, post, reception);
    }

    private long At(TimeSpan? deadline)
    {
        var wait = deadline ?? _options.Deadline;
        if (wait == Timeout.InfiniteTimeSpan || wait > Longest)
            wait = Longest;
        return _around.Clock.GetTimestamp() + (long)(wait.TotalSeconds * _around.Clock.TimestampFrequency);
    }
}
