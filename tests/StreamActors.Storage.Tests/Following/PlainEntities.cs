using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Following;

/// <summary>A minimal runtime: one writer per id over the Kernel's activation, no mailbox, no effects.</summary>
internal sealed class PlainEntities(IJournal journal, TimeProvider time, params IReadOnlyList<EntityKind> kinds) : IEntities
{
    private sealed class Place
    {
        public SemaphoreSlim One { get; } = new(1);

        public Activation? Awake { get; set; }
    }

    private readonly Dictionary<EntityId, Place> _places = [];

    public async ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null,
        TimeSpan? deadline = null)
    {
        Place place;
        lock (_places)
            place = _places.TryGetValue(id, out var found) ? found : _places[id] = new Place();
        await place.One.WaitAsync();
        try
        {
            var entity = place.Awake ??= await Load(id);
            return await Carry(entity, new Delivery(command, commandId, expectedVersion));
        }
        catch (Exception failure)
        {
            place.Awake = null;
            return failure is OutcomeUnknownException ? new Unknown(failure.Message) : new Crashed(failure.Message);
        }
        finally
        {
            place.One.Release();
        }
    }

    public void Tell(EntityId id, Command command, CommandId commandId) => throw new NotSupportedException();

    public async ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null)
    {
        var entity = await Load(id);
        return new Reading(entity.Order, entity.Live, entity.Version);
    }

    public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) => throw new NotSupportedException();

    public void Wake(EntityId id) => throw new NotSupportedException();

    private async Task<Activation> Load(EntityId id)
    {
        var entity = new Activation(kinds.Single(k => k.Name == id.Kind), id);
        await foreach (var recorded in journal.Read(id, 0, CancellationToken.None))
            entity.Replay(recorded.Sequence, recorded.Envelope);
        return entity;
    }

    private async Task<Reply> Carry(Activation entity, Delivery delivery)
    {
        switch (entity.Evaluate(delivery, time.GetUtcNow()))
        {
            case Answer answer:
                return answer.Reply;
            case CarriedOut before:
                return new Done(before.Version, []);
            case Commit commit:
                await journal.Append(entity.Id, entity.Version, Guid.Empty, commit.Envelopes);
                entity.Apply(commit);
                return new Done(entity.Version, [.. commit.Envelopes.Select(e => e.Event)]);
            default:
                throw new InvalidOperationException("No such verdict.");
        }
    }
}
