using StreamActors.Domain.Inputs;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Maps the revision an editor has seen (If-Match) to the entity's version: outputs and publishers that came meanwhile are no conflict.
/// Only the entity decides, since it recognizes a repeated command.
/// </summary>
public static class Revision
{
    private const int Attempts = 5;

    /// <summary>The version to send the command with; one it can never have if the editor has seen another revision.</summary>
    public static long Version(InputState order, long version, long? seen) => IsSeen(order, seen) ? version : IdempotencyProbe.Never;

    public static bool IsSeen(InputState order, long? seen) => seen is null || seen == order.Revision;

    public static Reply Named(Reply reply, EntityId input, InputState order, long? seen) =>
        reply is Refused { Refusal.Code: "version-conflict" } && seen is not null && seen != order.Revision
        ? new Refused(
        new Refusal("version-conflict", $"{input} is at version {order.Revision}, not {seen}: read it again, then repeat the change."))
        : reply;

    /// <summary>Sends a command at the revision that was seen; retried once if only unrelated events came between.</summary>
    public static async Task<Reply> Ask(IEntities entities, EntityId input, Command command, CommandId id, long? seen)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (seen is null)
                return await entities.Ask(input, command, id);
            var reading = await entities.Read(input);
            if (reading.Failure is { } failure)
                return failure;
            var order = (InputState)reading.Order!;
            var reply = await entities.Ask(input, command, id, Version(order, reading.Version, seen));
            if (attempt == Attempts || seen != order.Revision || reply is not Refused { Refusal.Code: "version-conflict" })
                return Named(reply, input, order, seen);
        }
    }
}
