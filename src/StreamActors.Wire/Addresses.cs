namespace StreamActors.Wire;

/// <summary>Where media comes from or goes to, as it is sent.</summary>
public sealed record AddressDraft
{
    /// <summary>protocol://host:port/path. What is secret in it (a password, a stream key, the query of an HTTP source) is taken out and sealed.</summary>
    public required string Url { get; init; }

    /// <summary>Options of the protocol, by name.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Secrets of the protocol, by name, in clear. In an edit: *** or absent keeps one, null removes it.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }
}

/// <summary>Where media comes from or goes to, as it is shown: every secret is ***.</summary>
public sealed record AddressView(string Url, IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, string> Secrets);
