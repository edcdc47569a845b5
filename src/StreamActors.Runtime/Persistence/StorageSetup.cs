using Akka.Actor;
using Akka.Actor.Setup;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Passes the storage to the Akka.Persistence plugins when the actor system is created.</summary>
internal sealed class StorageSetup(IJournal journal, AkkaPersistenceSql? sql, ILogger log) : Setup
{
    public IJournal Journal => journal;

    public AkkaPersistenceSql Sql => sql ?? throw new InvalidOperationException("The actor system was made without Akka.Persistence.Sql.");

    public ILogger Log => log;

    /// <summary>Whether the journal has this event of an entity, or a later one.</summary>
    public async Task<bool> HasFrom(EntityId id, long sequence, CancellationToken stop)
    {
        await foreach (var _ in journal.Read(id, sequence - 1, stop))
            return true;
        return false;
    }

    public static StorageSetup Of(ActorSystem system) => system.Settings.Setup.Get<StorageSetup>() is { HasValue: true, Value: var setup }
        ? setup
        : throw new InvalidOperationException("The actor system was made without a journal.");
}
