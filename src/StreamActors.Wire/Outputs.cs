namespace StreamActors.Wire;

/// <summary>An output as it is sent. An edit (PATCH) is a merge patch over this.</summary>
public sealed record OutputDraft : IDraft
{
    /// <summary>Small letters, digits and hyphens, 63 at most; made from the name where it is absent. For life.</summary>
    public string? Id { get; init; }

    /// <summary>What people call it; the id where it is absent. No two outputs have one name.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the input that feeds it. For life.</summary>
    public required string Input { get; init; }

    public required AddressDraft Address { get; init; }

    /// <summary>Whether it should run; false where it is absent.</summary>
    public bool? On { get; init; }

    /// <summary>How long nothing may move before it counts as stalled: 1s to 10m, 10s where it is absent.</summary>
    public string? StallAfter { get; init; }

    /// <summary>What programs select by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>An output: what is configured, what is ordered (on), and what it is just now (state).</summary>
/// <param name="Version">Rises with each change, and is the ETag.</param>
public sealed record OutputView(
    string Id, string Name, string Input, AddressView Address, bool On, string StallAfter, IReadOnlyDictionary<string, string> Labels,
    long Version, StateView State);
