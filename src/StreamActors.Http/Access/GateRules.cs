namespace StreamActors.Http;

/// <summary>How the gate is kept, as the operator has configured it.</summary>
public sealed record GateRules
{
    /// <summary>Requests per second for one principal, with a burst of twice that; 0: as many as they like.</summary>
    public int RequestsPerSecond { get; init; } = 2000;

    /// <summary>Connections that one address may have open; 0: as many as it likes.</summary>
    public int ConnectionsPerAddress { get; init; } = 500;

    /// <summary>Other web sites whose pages may ask (CORS); none unless somebody names them.</summary>
    public IReadOnlyCollection<string> AllowedOrigins { get; init; } = [];
}
