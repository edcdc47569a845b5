namespace StreamActors.Domain.Alerts;

/// <summary>An alert whose condition has not yet held for long enough: telemetry of the evaluating node, by alert id.</summary>
public sealed record PendingAlert(AlertSeverity Severity, string Summary, DateTimeOffset Since)
{
    public const string Topic = "alerts-pending";
}

/// <summary>Metrics of a node's machine: telemetry, by node name.</summary>
/// <param name="DiskFree">On the disk that holds the data folder.</param>
public sealed record HostFigures(DateTimeOffset At, long DiskTotal, long DiskFree)
{
    public const string Topic = "hosts";
}

/// <summary>The progress of the message being sent: telemetry of the sending node, by channel id.</summary>
/// <param name="Fault">Null when the last attempt succeeded.</param>
/// <param name="Again">Time of the next attempt; null when there is none.</param>
public sealed record ChannelHealth(DateTimeOffset At, string? Fault, int Attempts, DateTimeOffset? Again)
{
    /// <summary>The message was sent, perhaps not to all recipients: the fault then names those who did not get it.</summary>
    public bool Sent { get; init; }

    public const string Topic = "channels";
}
