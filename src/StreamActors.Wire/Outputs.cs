namespace StreamActors.Wire;

/// <summary>An output as it is sent. PATCH is a merge patch over this.</summary>
public sealed record OutputDraft : IDraft
{
    /// <summary>1 to 63 lower-case letters, digits and hyphens. Default: made from the name. Cannot change.</summary>
    public string? Id { get; init; }

    /// <summary>Display name, unique among outputs. Default: the id.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the input that feeds it. Cannot change.</summary>
    public required string Input { get; init; }

    public required AddressDraft Address { get; init; }

    /// <summary>Whether it should run. Default: false.</summary>
    public bool? On { get; init; }

    /// <summary>How long it may make no progress before it counts as stalled: 1s to 10m. Default: 10s.</summary>
    public string? StallAfter { get; init; }

    /// <summary>Labels to filter and select by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>An output: its configuration, whether it is switched on (on), and its current state (state).</summary>
/// <param name="Version">Increases with each change; also the ETag.</param>
public sealed record OutputView(
    string Id, string Name, string Input, AddressView Address, bool On, string StallAfter, IReadOnlyDictionary<string, string> Labels,
    long Version, StateView State);
