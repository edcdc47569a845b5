using StreamActors.Kernel;

namespace StreamActors.Server;

/// <summary>The entities, for parts created before the runtime that are used only afterwards.</summary>
internal sealed class LateEntities(Func<IEntities> entities) : IEntities
{
    public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null) =>
        entities().Ask(id, command, commandId, expectedVersion, deadline);

    public void Tell(EntityId id, Command command, CommandId commandId) => entities().Tell(id, command, commandId);

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => entities().Read(id, deadline);

    public void Wake(EntityId id) => entities().Wake(id);
}
