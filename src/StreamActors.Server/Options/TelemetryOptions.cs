namespace StreamActors.Server;

public sealed record TelemetryOptions
{
    public OtlpOptions Otlp { get; init; } = new();
}

public sealed record OtlpOptions
{
    public string Endpoint { get; init; } = "";

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}
