namespace StreamActors.Wire;

/// <summary>An address to be checked without creating anything.</summary>
public sealed record PreflightDraft
{
    /// <summary>input or output.</summary>
    public required string Kind { get; init; }

    /// <summary>The id of the existing input or output that this is an edit of: its stored secrets stand for ***.</summary>
    public string? Id { get; init; }

    /// <summary>Null with an id: the stored address.</summary>
    public AddressDraft? Address { get; init; }
}

/// <summary>What was found, in the order of the checks. The first one that fails is the last.</summary>
/// <param name="Result">The worst of the checks: ok, warn or fail.</param>
/// <param name="Streams">The codecs of an input's streams, video first.</param>
public sealed record PreflightView(string Result, IReadOnlyList<PreflightCheckView> Checks, IReadOnlyList<string> Streams, double Seconds);

/// <param name="Name">address, use, host, port, connection or media.</param>
/// <param name="Result">ok; warn: not tested, or worth a look; fail: it would not work.</param>
/// <param name="Text">What was found, in one sentence.</param>
/// <param name="Cure">What to do about it; null where nothing is to be done.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record PreflightCheckView(string Name, string Result, string Text, string? Cure, double Seconds);
