using StreamActors.Kernel;

namespace StreamActors.Api;

/// <summary>What is there already, before anything is taken for it.</summary>
internal static class KnownAlready
{
    private const int Tries = 10;

    /// <summary>
    /// Where it exists, only the entity knows whether this is the request that made it: it is asked, at the version that was
    /// read, so that one that is removed meanwhile does not come back without what it needs.
    /// </summary>
    /// <returns>Null where there is none.</returns>
    public static async Task<Reply?> Known<T>(this IEntities entities, EntityId id, Func<T, bool> isThere, Command create, CommandId command)
    {
        for (var tries = 1; ; tries++)
        {
            var reading = await entities.Read(id);
            if (reading.Failure is { } failure)
                return failure;
            if (reading.Order is not T order || !isThere(order))
                return null;
            var reply = await entities.Ask(id, create, command, reading.Version);
            if (reply is not Refused { Refusal.Code: "version-conflict" } || tries == Tries)
                return reply;
        }
    }
}
