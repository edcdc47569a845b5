using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>What is there already, or was answered already, before anything is taken for it.</summary>
internal static class KnownAlready
{
    private const int Tries = 10;

    /// <summary>A version that no entity is ever at.</summary>
    public const long Never = -1;

    /// <summary>
    /// What an entity answered when this command first came, whatever has become of it since. It is asked at a version that
    /// it is never at, so that nothing is carried out.
    /// </summary>
    /// <param name="any">Which command is said does not matter.</param>
    /// <returns>Null where it has not come yet.</returns>
    public static async Task<Reply?> Before(this IEntities entities, EntityId id, Command any, CommandId command)
    {
        var reply = await entities.Ask(id, any, command, Never);
        return reply is Refused { Refusal.Code: "version-conflict" } ? null : reply;
    }

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
