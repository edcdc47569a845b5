using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Storage;
using StreamActors.Streaming;

namespace StreamActors.Server;

/// <summary>Every key below <c>streamactors</c>. hocon/streamactors.conf documents them; a test keeps both in sync.</summary>
public sealed record StreamActorsOptions
{
    public string Node { get; init; } = "";

    public string Data { get; init; } = "data";

    public HttpOptions Http { get; init; } = new();

    public QuotaRules Quota { get; init; } = new();

    public JournalOptions Journal { get; init; } = new();

    public SecretsOptions Secrets { get; init; } = new();

    public MediaOptions Media { get; init; } = new();

    public EntityOptions Entities { get; init; } = new();

    public ClusterOptions Cluster { get; init; } = new();

    public TimelineBounds Timeline { get; init; } = TimelineBounds.Usual;

    public LogOptions Log { get; init; } = new();

    public TelemetryOptions Telemetry { get; init; } = new();

    public ShutdownOptions Shutdown { get; init; } = new();
}

public sealed record EntityOptions
{
    /// <summary>Default request timeout.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many entities may read the journal at once when they are activated.</summary>
    public int WakesAtOnce { get; init; } = 64;
}

public sealed record HttpOptions
{
    public ListenAddress Listen { get; init; } = new("127.0.0.1", 8080);

    public int RequestsPerSecond { get; init; } = 2000;

    public int ConnectionsPerAddress { get; init; } = 500;

    public string AllowedOrigins { get; init; } = "";

    /// <summary>PEM files, relative to the data folder; empty: no TLS.</summary>
    public string Certificate { get; init; } = "";

    public string Key { get; init; } = "";
}

public sealed record LogOptions
{
    public LogThreshold Level { get; init; } = LogThreshold.Info;

    public LogFormat Format { get; init; } = LogFormat.Auto;
}

public enum LogFormat
{
    Auto,
    Json,
    Text,
}

public enum LogThreshold
{
    Trace,
    Debug,
    Info,
    Warning,
    Error,
}

public sealed record ShutdownOptions
{
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);
}
