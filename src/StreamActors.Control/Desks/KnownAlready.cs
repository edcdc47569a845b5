using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Checks for an existing entity or an earlier answer before anything is claimed.</summary>
internal static class KnownAlready
{
    private const int Tries = 10;

    /// <summary>A version that no entity has.</summary>
    public const long Never = -1;

    /// <summary>
    /// The answer an entity gave to this command id before, whatever happened to it since. Sent with a version it never has, so that
    /// nothing is executed.
    /// </summary>
    /// <param name="any">Any command; it is not executed.</param>
    /// <returns>Null if the command id is new.</returns>
    public static async Task<Reply?> Before(this IEntities entities, EntityId id, Command any, CommandId command)
    {
        var reply = await entities.Ask(id, any, command, Never);
        return reply is Refused { Refusal.Code: "version-conflict" } ? null : reply;
    }

    /// <summary>
    /// For an existing entity, only the entity knows whether this request created it. It is asked with the version that was read, so that
    /// one removed meanwhile is not created again without its claims.
    /// </summary>
    /// <returns>Null if it does not exist.</returns>
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
