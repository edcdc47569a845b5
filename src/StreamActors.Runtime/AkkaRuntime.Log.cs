using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

internal static partial class AkkaRuntimeLog
{
    [LoggerMessage(44, LogLevel.Critical,
        "{Entity} was stopped before its effects were disposed: it may be active on another node while they still run here.")]
    public static partial void StoppedWithEffects(this ILogger log, EntityId entity);

    [LoggerMessage(48, LogLevel.Warning, "Which node may form a cluster could not be read from the database; trying again shortly.")]
    public static partial void NotAskedWhoBegins(this ILogger log, Exception e);

    [LoggerMessage(47, LogLevel.Warning, "Contact with {Node} ({Address}) is lost: {What}.")]
    public static partial void ContactLost(this ILogger log, string node, string address, string what);
}
