namespace StreamActors.Wire;

/// <summary>An input as it is sent. An edit (PATCH) is a merge patch over this.</summary>
public sealed record InputDraft : IDraft
{
    /// <summary>Small letters, digits and hyphens, 63 at most; made from the name where it is absent. For life.</summary>
    public string? Id { get; init; }

    /// <summary>What people call it; the id where it is absent. No two inputs have one name.</summary>
    public string? Name { get; init; }

    public required AddressDraft Address { get; init; }

    /// <summary>Whether it should run; false where it is absent.</summary>
    public bool? On { get; init; }

    /// <summary>How long it may bring nothing before it counts as stalled: 1s to 10m, 10s where it is absent.</summary>
    public string? StallAfter { get; init; }

    /// <summary>What programs select by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>How many outputs it may feed: 1 to 5000, 20 where it is absent.</summary>
    public int? OutputLimit { get; init; }
}

/// <summary>An input: what is configured, what is ordered (on), and what it is just now (state).</summary>
/// <param name="Outputs">The ids of the outputs it feeds.</param>
/// <param name="Version">Rises with each change of what is configured, and is the ETag: the number of that change.</param>
public sealed record InputView(
    string Id, string Name, AddressView Address, bool On, string StallAfter, IReadOnlyDictionary<string, string> Labels, int OutputLimit,
    IReadOnlyList<string> Outputs, long Version, StateView State);
