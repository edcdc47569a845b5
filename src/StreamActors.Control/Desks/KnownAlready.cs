using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>What was answered already, before anything is taken for it.</summary>
internal static class KnownAlready
{
    /// <summary>A version that no entity is ever at.</summary>
    public const long Never = -1;

    /// <returns>What an entity answered when this request first came, whatever has become of it since; null for a new one.</returns>
    public static async ValueTask<Reply?> Before(this IEntities entities, EntityId id, Errand errand) =>
        errand.IsFirst ? null : await entities.FirstReply(id, errand.Command);
}
