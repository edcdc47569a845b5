using Microsoft.Extensions.Logging;

namespace StreamActors.Streaming;

/// <summary>Logs peers that were refused, one per second at most: anybody can cause them.</summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _logged;

    /// <param name="peer">Such as RTMP publisher.</param>
    public void Add(string peer, string address, string reason)
    {
        lock (_lock)
        {
            if (_logged is { } at && time.GetElapsedTime(at) < Interval)
                return;
            _logged = time.GetTimestamp();
        }
        LogRefused(logger, peer, address, reason);
    }

    [LoggerMessage(EventId = 4230, Level = LogLevel.Warning, Message = "{Peer} {Address} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string peer, string address, string reason);
}
