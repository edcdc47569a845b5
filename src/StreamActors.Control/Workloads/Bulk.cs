using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>One order to many: each is answered for itself, and what one refuses stops no other.</summary>
public static class Bulk
{
    private const int AtOnce = 32;

    /// <returns>Those that did not carry it out, and why.</returns>
    public static async Task<IReadOnlyDictionary<EntityId, Reply>> Order(IReadOnlyList<EntityId> ids, Command command, Errand errand, IEntities entities, Catalogue catalogue)
    {
        var refused = new ConcurrentDictionary<EntityId, Reply>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = errand.Stop }, async (id, _) =>
        {
            var reply = await entities.Ask(id, command with { Origin = errand.Origin }, CommandId.Of($"{errand.Command}|{id}"));
            if (reply is Done done)
                await catalogue.Learn(id, done, errand.Origin.Who);
            else
                refused[id] = reply;
        });
        return refused;
    }
}
