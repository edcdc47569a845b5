using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Control.Tests.Editing;

/// <summary>
/// Entities reached from any number of nodes, one step at a time: every ask, and every command of a follower, waits for its turn, so any
/// order of messages can be reproduced. Followers keep the order of each source.
/// </summary>
internal sealed class SteppedEntities(Random lot) : IEntities
{
    private static readonly Dictionary<string, EntityKind> Kinds =
        new[] { InputKind.Kind, OutputKind.Kind, ReservationKind.Kind }.ToDictionary(k => k.Name, StringComparer.Ordinal);
    private static readonly IFollower[] Followers = [new InputReactor(), new OutputReactor()];

    private readonly Dictionary<EntityId, (Activation Living, List<Event> Stored)> _entities = [];
    private readonly List<(Action Act, TaskCompletionSource Turn)> _asks = [];
    private readonly Dictionary<EntityId, Queue<(EntityId To, Command Command, CommandId Id)>> _outbox = [];

    /// <summary>How many replies in a hundred are lost, half of them while the request is still on its way.</summary>
    public int Lost { get; set; }

    public DateTimeOffset Now { get; set; }

    public bool AnyWaits => _asks.Count > 0 || _outbox.Values.Any(o => o.Count > 0);

    public IEnumerable<(EntityId Id, T Order)> Of<T>() =>
        _entities.Where(e => e.Value.Living.Order is T).Select(e => (e.Key, (T)e.Value.Living.Order));

    public async ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null,
        TimeSpan? deadline = null)
    {
        Reply reply = new Unknown("The answer was lost.");
        var fate = lot.Next(200);
        if (fate < Lost) // and the request arrives late
            _ = Turn(() => Carry(id, command, commandId, expectedVersion));
        await Turn(() =>
        {
            if (fate >= Lost && Carry(id, command, commandId, expectedVersion) is var carried && fate >= 2 * Lost)
                reply = carried;
        });
        return reply;
    }

    public async ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null)
    {
        Reading reading = new(null, null, 0);
        await Turn(() => reading = Of(id).Living is var living ? new Reading(living.Order, living.Live, living.Version) : reading);
        return reading;
    }

    public async ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null)
    {
        Reply? first = null;
        await Turn(() => first = Of(id) is var (living, stored) ? living.Recall(commandId) switch
        {
            Kernel.Answer answer => answer.Reply,
            CarriedOut before => new Done(before.Version, stored.GetRange((int)before.First - 1, before.Count)),
            _ => null,
        } : null);
        return first;
    }

    public void Tell(EntityId id, Command command, CommandId commandId) => throw new NotSupportedException();

    public void Wake(EntityId id) => throw new NotSupportedException();

    /// <summary>One waiting step gets its turn, and its caller continues until it waits again.</summary>
    public void Step()
    {
        var sources = _outbox.Where(o => o.Value.Count > 0).Select(o => o.Value).ToList();
        if (!AnyWaits)
            return;
        var chosen = lot.Next(_asks.Count + sources.Count);
        if (chosen < _asks.Count)
        {
            var (act, turn) = _asks[chosen];
            _asks.RemoveAt(chosen);
            act();
            turn.SetResult();
        }
        else
        {
            var (to, command, id) = sources[chosen - _asks.Count].Dequeue();
            Carry(to, command, id, null);
        }
    }

    /// <summary>Releases all waiting steps together, until this request is answered.</summary>
    /// <returns>How many times it waited: for the network, for the disk.</returns>
    public int WaitsOf(Task request)
    {
        var waits = 0;
        for (; !request.IsCompleted && _asks.Count > 0; waits++)
        {
            (Action Act, TaskCompletionSource Turn)[] together = [.. _asks];
            _asks.Clear();
            foreach (var (act, _) in together)
                act();
            foreach (var (_, turn) in together)
                turn.SetResult();
        }
        return waits;
    }

    /// <summary>The process of a request dies: it never continues.</summary>
    public void KillOne()
    {
        if (_asks.Count > 0)
            _asks.RemoveAt(lot.Next(_asks.Count));
    }

    public Task Turn(Action act)
    {
        var turn = new TaskCompletionSource();
        _asks.Add((act, turn));
        return turn.Task;
    }

    private Reply Carry(EntityId id, Command command, CommandId commandId, long? expectedVersion)
    {
        var (living, stored) = Of(id);
        switch (living.Evaluate(new Delivery(command, commandId, expectedVersion), Now))
        {
            case Kernel.Answer answer:
                return answer.Reply;
            case CarriedOut before:
                return new Done(before.Version, stored.GetRange((int)before.First - 1, before.Count));
            case Commit commit:
                foreach (var envelope in commit.Envelopes)
                {
                    stored.Add(envelope.Event);
                    Follow(new Recorded(0, id, stored.Count, Guid.Empty, envelope));
                }
                living.Apply(commit);
                return new Done(living.Version, [.. commit.Envelopes.Select(e => e.Event)]);
            case var other:
                throw new NotSupportedException($"{other}");
        }
    }

    private void Follow(Recorded recorded)
    {
        foreach (var follower in Followers)
        {
            foreach (var (to, command) in follower.On(recorded).Where(c => Kinds.ContainsKey(c.To.Kind)))
            {
                if (!_outbox.TryGetValue(recorded.Id, out var queue))
                    _outbox[recorded.Id] = queue = new();
                queue.Enqueue(
                    (to, command with { Origin = new Origin(follower.Name, default, null, new Cause(recorded.Id, recorded.Sequence)) },
                        new CommandId(Guid.NewGuid())));
            }
        }
    }

    private (Activation Living, List<Event> Stored) Of(EntityId id)
    {
        if (!_entities.TryGetValue(id, out var entity))
            _entities[id] = entity = (new Activation(Kinds[id.Kind], id), []);
        return entity;
    }
}
