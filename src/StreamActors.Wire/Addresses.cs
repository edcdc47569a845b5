namespace StreamActors.Wire;

/// <summary>The address of a source or destination, as it is sent.</summary>
public sealed record AddressDraft
{
    /// <summary>
    /// protocol://host:port/path. Secrets in it (a password, a stream key, the query of an HTTP source) are extracted and encrypted.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>Options of the protocol, by name.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Secrets of the protocol, by name, in clear. In an edit, *** or an absent name keeps a secret and null removes it.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }
}

/// <summary>The address of a source or destination, as it is shown: every secret is ***.</summary>
public sealed record AddressView(string Url, IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, string> Secrets);
