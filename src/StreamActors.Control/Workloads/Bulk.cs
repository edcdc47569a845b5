using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>One command for many entities: each answers for itself, and a refusal does not stop the others.</summary>
public static class Bulk
{
    private const int AtOnce = 32;

    /// <returns>The entities that did not execute it, and why.</returns>
    public static async Task<IReadOnlyDictionary<EntityId, Reply>> Order(IReadOnlyList<EntityId> ids, Command command,
        CommandContext commandContext, IEntities entities, Catalogue catalogue)
    {
        var refused = new ConcurrentDictionary<EntityId, Reply>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = commandContext.Stop },
            async (id, _) =>
        {
            var reply = await entities.Ask(id, command with { Origin = commandContext.Origin },
                CommandId.Of($"{commandContext.Command}|{id}"));
            if (reply is Done done)
                await catalogue.Learn(id, done, commandContext.Origin.Who);
            else
                refused[id] = reply;
        });
        return refused;
    }
}
