using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

internal static partial class LeaseLog
{
    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Other} holds the lease; if that node is dead, the lease runs out in {Pause}. Waiting.")]
    public static partial void Waiting(ILogger log, NodeIdentity other, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The lease of {Self} was taken over: this node may not send any more.")]
    public static partial void Lost(ILogger log, NodeIdentity self);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease could not be renewed.")]
    public static partial void NotRenewed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease could not be given back; it runs out by itself.")]
    public static partial void NotGivenBack(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The lease of {Node}, which has left, has run out: its work may start elsewhere.")]
    public static partial void Free(ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Node} renews its lease on this database and is not a member of this cluster: until that node has ended or joined, "
        + "no work starts here.")]
    public static partial void StillThere(ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of {Node}, which has left, could not be read; trying again shortly.")]
    public static partial void CheckFailed(ILogger log, string node, Exception failure);
}
