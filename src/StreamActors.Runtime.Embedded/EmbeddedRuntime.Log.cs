using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

internal static partial class EmbeddedRuntimeLog
{
    [LoggerMessage(21, LogLevel.Error, "{Entity} ({Phase}) had not stopped after {Grace}; the node goes without waiting for it.")]
    public static partial void StillThere(this ILogger log, EntityId entity, Phase phase, TimeSpan grace);
}
