using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>What was answered already, before anything is taken for it.</summary>
internal static class IdempotencyProbe
{
    /// <summary>A version that no entity is ever at.</summary>
    public const long Never = -1;

    /// <returns>What an entity answered when this request first came, whatever has become of it since; null for a new one.</returns>
    public static async ValueTask<Reply?> Before(this IEntities entities, EntityId id, CommandContext commandContext) =>
        commandContext.IsFirst ? null : await entities.FirstReply(id, commandContext.Command);
}
