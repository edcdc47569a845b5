namespace StreamActors.Http;

/// <summary>Limits for requests and connections, from the configuration.</summary>
public sealed record AuthorizerRules
{
    /// <summary>Requests per second per principal, with a burst of twice that; 0: unlimited.</summary>
    public int RequestsPerSecond { get; init; } = 2000;

    /// <summary>Open connections per address; 0: unlimited.</summary>
    public int ConnectionsPerAddress { get; init; } = 500;

    /// <summary>Other origins whose pages may send requests (CORS). Default: none.</summary>
    public IReadOnlyCollection<string> AllowedOrigins { get; init; } = [];
}
