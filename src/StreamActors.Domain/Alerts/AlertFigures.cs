namespace StreamActors.Domain.Alerts;

/// <summary>An alert that has not yet held for as long as its rule wants: telemetry of the node that watches, under its id.</summary>
public sealed record PendingAlert(AlertSeverity Severity, string Summary, DateTimeOffset Since)
{
    public const string Topic = "alerts-pending";
}

/// <summary>What each node says of its machine: telemetry, under the node's name.</summary>
/// <param name="DiskFree">Of the disk that holds the data folder.</param>
public sealed record HostFigures(DateTimeOffset At, long DiskTotal, long DiskFree)
{
    public const string Topic = "hosts";
}

/// <summary>How it goes with the message that is being sent: telemetry of the node that watches, under the channel's id.</summary>
/// <param name="Fault">Null where the last attempt went well.</param>
/// <param name="Again">When the next attempt is made; null where none is.</param>
public sealed record ChannelHealth(DateTimeOffset At, string? Fault, int Attempts, DateTimeOffset? Again)
{
    /// <summary>The message is told, though perhaps not to everybody: then the fault says to whom not.</summary>
    public bool Sent { get; init; }

    public const string Topic = "channels";
}
