using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

internal static partial class LeaseLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Other} holds a lease; if it is dead, that runs out in {Pause}. Waiting.")]
    public static partial void Waiting(ILogger log, NodeIdentity other, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The lease of {Self} was taken over: nothing may be sent from here any more.")]
    public static partial void Lost(ILogger log, NodeIdentity self);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease could not be renewed.")]
    public static partial void NotRenewed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease could not be given back; it runs out by itself.")]
    public static partial void NotGivenBack(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lease of {Node}, which has left, is over: its work may begin elsewhere.")]
    public static partial void Free(ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Node} renews its lease on this database and is no member of this cluster: until it has ended or joined, nothing that sleeps wakes here.")]
    public static partial void StillThere(ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether the lease of {Node}, which has left, is over cannot be read; again shortly.")]
    public static partial void NotLookedAt(ILogger log, string node, Exception failure);
}
