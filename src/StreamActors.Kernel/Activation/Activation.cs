namespace StreamActors.Kernel;

/// <summary>
/// The state machine of one active entity, without mailbox, storage or clock. A runtime drives it, one command at a time and
/// strictly in this order: evaluate, store the verdict's events, apply them, perform the pending effects, reply.
/// </summary>
public sealed class Activation(EntityKind kind, EntityId id)
{
    private readonly RememberedCommands _commands = new();
    private SourceMarks? _marks;

    public EntityId Id => id;

    public object Order { get; private set; } = kind.Decider.NoOrder;

    public object Live { get; private set; } = kind.Decider.NoLive;

    public long Version { get; private set; }

    public void Restore(Snapshot snapshot)
    {
        (Order, Version) = (snapshot.Order, snapshot.Version);
        foreach (var command in snapshot.Commands)
            _commands.Add(new CommandId(command.Command), command.First, command.Count);
        foreach (var mark in snapshot.Marks)
            Heard(mark.Who, new Cause(EntityId.Parse(mark.Source), mark.Sequence));
    }

    public void Replay(long sequence, Envelope envelope)
    {
        if (sequence != Version + 1)
            throw new InvalidOperationException($"{id} has event {sequence} after {Version}: the journal has a gap.");
        Order = kind.Decider.Evolve(Order, envelope.Event);
        Version = sequence;
        _commands.Extend(envelope.Command, sequence);
        Heard(envelope.Who, envelope.Cause);
    }

    public IReadOnlyList<PendingEffect> Resume() => [.. kind.Decider.Resume(Order).Select(e => new PendingEffect(e, Version))];

    /// <param name="now">The time stamped on a command that carries none.</param>
    public Verdict Evaluate(Delivery delivery, DateTimeOffset now)
    {
        var origin = delivery.Command.Origin;
        if (Recall(delivery.Id) is { } before)
            return before;
        if (origin.Cause is not null && _marks is not null && _marks.IsRepeat(origin.Who, origin.Cause))
            return new CarriedOut(Version, Version + 1, 0);
        if (delivery.ExpectedVersion is { } expected && expected != Version)
            return new Answer(new Refused(new Refusal("version-conflict",
                $"{id} is at version {Version}, not {expected}: read it again, then repeat the change.")));

        var command = origin.At == default ? delivery.Command with { Origin = origin with { At = now } } : delivery.Command;
        var decision = kind.Decider.Decide(Order, Live, command);
        if (decision.Refusal is not null)
        {
            _commands.Add(delivery.Id, Version + 1, 0, decision.Refusal);
            Heard(origin);
            return new Answer(new Refused(decision.Refusal));
        }
        return new Commit(
            delivery, decision.Events.Count == 0 ? [] : Envelopes(decision.Events, command.Origin, delivery.Id), decision.Facts);
    }

    private static IReadOnlyList<Envelope> Envelopes(IReadOnlyList<Event> events, Origin origin, CommandId id) =>
        [.. events.Select(e => new Envelope(origin.Who, origin.Why, id, origin.Cause, origin.At, e))];

    /// <summary>The first result of this command; null for a new one.</summary>
    public Verdict? Recall(CommandId command)
    {
        if (_commands.Find(command, out var first, out var count, out var refusal, out var isReused))
            return refusal is null ? new CarriedOut(first + count - 1, first, count) : new Answer(new Refused(refusal));
        return isReused
            ? new Answer(new Refused(new Refusal("key-reused", $"{id} has carried out another request with this Idempotency-Key.")))
            : null;
    }

    /// <summary>Applies what has been stored and returns the pending effects.</summary>
    public IReadOnlyList<PendingEffect> Apply(Commit commit)
    {
        if (commit.Envelopes.Count == 0)
        {
            _commands.Add(commit.Delivery.Id, Version + 1, 0);
            Heard(commit.Delivery.Command.Origin);
            if (commit.Facts.Count == 0)
                return [];
        }
        var first = Version + 1;
        foreach (var envelope in commit.Envelopes)
            Replay(Version + 1, envelope);
        foreach (var fact in commit.Facts)
            Live = kind.Decider.Observe(Live, fact);
        return
        [
            .. commit.Envelopes.SelectMany((e, n) => kind.Decider.React(Order, Live, e.Event).Select(d => new PendingEffect(d, first + n))),
            .. commit.Facts.SelectMany(f => kind.Decider.React(Order, Live, f).Select(d => new PendingEffect(d, Version))),
        ];
    }

    private void Heard(Origin origin) => Heard(origin.Who, origin.Cause);

    private void Heard(string who, Cause? cause)
    {
        if (cause is not null)
            (_marks ??= new()).Note(who, cause);
    }

    public Snapshot Snapshot() => new(Version, Order, [.. _commands.Stored()], [.. _marks?.Stored() ?? []]);
}
