namespace StreamActors.Wire;

/// <summary>One rule about one thing, and how far it has come.</summary>
/// <param name="Id">RULE~KIND~ID.</param>
/// <param name="Subject">What it is about: input/ID, output/ID or node/ID.</param>
/// <param name="State">pending, firing, acknowledged, resolved; quiet where it never fired.</param>
/// <param name="Since">When its condition began to hold.</param>
/// <param name="Why">Why it was resolved.</param>
/// <param name="Times">How often it has fired so far.</param>
/// <param name="Silenced">Nobody is told of it just now: by its own silence, or by one of everything about its subject.</param>
public sealed record AlertView(
    string Id, string Rule, string Subject, string State, string Severity, string Summary, DateTimeOffset? Since, DateTimeOffset? FiredAt, DateTimeOffset? ResolvedAt, string? Why, int Times,
    bool Silenced, AcknowledgedView? Acknowledged, SilenceView? Silence, long Version);

public sealed record AcknowledgedView(string By, string? Note, DateTimeOffset At);

public sealed record SilenceView(string By, string Reason, DateTimeOffset Until, DateTimeOffset At);

public sealed record AcknowledgeDraft
{
    /// <summary>For the others: 500 characters at most.</summary>
    public string? Note { get; init; }
}

/// <summary>Until a time, or for a while: one of the two.</summary>
public sealed record SilenceDraft
{
    public DateTimeOffset? Until { get; init; }

    /// <summary>30m, 2h, 7d.</summary>
    public string? For { get; init; }

    public required string Reason { get; init; }
}

/// <summary>A rule as it is sent. An edit (PATCH) is a merge patch over this. What is absent is as in the rule of that condition that comes with the program.</summary>
public sealed record AlertRuleDraft : IDraft
{
    /// <summary>Small letters, digits and hyphens, 63 at most; made from the name where it is absent. For life.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>parked, flapping, stalled, slow, off-air, bitrate-low, cc-errors, two-senders, disk-low or node-down.</summary>
    public required string Condition { get; init; }

    /// <summary>info, warning or critical.</summary>
    public string? Severity { get; init; }

    /// <summary>Whether it is looked at; true where it is absent.</summary>
    public bool? On { get; init; }

    /// <summary>How long it must hold before it fires: 0s to 1d.</summary>
    public string? For { get; init; }

    /// <summary>How long it must not hold before it is resolved: 0s to 1d.</summary>
    public string? ClearAfter { get; init; }

    /// <summary>Starts (flapping), bits per second (bitrate-low), errors (cc-errors), percent free (disk-low).</summary>
    public double? Threshold { get; init; }

    /// <summary>What flapping and cc-errors count over.</summary>
    public string? Within { get; init; }

    /// <summary>How often it is told again until somebody acknowledges it; once where it is absent.</summary>
    public string? RepeatEvery { get; init; }

    /// <summary>input, output or node; whatever the condition is about where it is absent.</summary>
    public IReadOnlyList<string>? Subjects { get; init; }

    /// <summary>Only inputs and outputs with all of these.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The ids of those who are told; every channel where it is absent.</summary>
    public IReadOnlyList<string>? Channels { get; init; }
}

/// <param name="Shipped">One of its id comes with the program: it cannot be removed, only switched off, or made again what it was.</param>
/// <param name="Edited">It is not, or not any more, as it comes with the program.</param>
/// <param name="Firing">How many alerts of it fire.</param>
/// <param name="Version">Rises with each change, and is the ETag.</param>
public sealed record AlertRuleView(
    string Id, string Name, string Condition, string Severity, bool On, string For, string ClearAfter, double? Threshold, string? Within, string? RepeatEvery,
    IReadOnlyList<string> Subjects, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Channels, bool Shipped, bool Edited, int Firing, long Version);
