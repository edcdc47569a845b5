using StreamActors.Kernel;

namespace StreamActors.Server;

/// <summary>The entities, for what is made before their runtime is and works only in it.</summary>
internal sealed class LateEntities(Func<IEntities> entities) : IEntities
{
    public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null) =>
        entities().Ask(id, command, commandId, expectedVersion, deadline);

    public void Tell(EntityId id, Command command, CommandId commandId) => entities().Tell(id, command, commandId);

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => entities().Read(id, deadline);

    public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) => entities().FirstReply(id, commandId, deadline);

    public void Wake(EntityId id) => entities().Wake(id);
}
