namespace StreamActors.Wire;

/// <summary>The state of one rule for one subject.</summary>
/// <param name="Id">RULE~KIND~ID.</param>
/// <param name="Subject">What it is about: input/ID, output/ID or node/ID.</param>
/// <param name="State">pending, firing, acknowledged, resolved; quiet if it never fired.</param>
/// <param name="Since">When the condition began to hold.</param>
/// <param name="Why">Why it was resolved.</param>
/// <param name="Times">How often it has fired.</param>
/// <param name="Silenced">Whether it is silenced, by its own silence or by one for all alerts of its subject.</param>
public sealed record AlertView(
    string Id, string Rule, string Subject, string State, string Severity, string Summary, DateTimeOffset? Since, DateTimeOffset? FiredAt,
    DateTimeOffset? ResolvedAt, string? Why, int Times,
    bool Silenced, AcknowledgedView? Acknowledged, SilenceView? Silence, long Version);

public sealed record AcknowledgedView(string By, string? Note, DateTimeOffset At);

public sealed record SilenceView(string By, string Reason, DateTimeOffset Until, DateTimeOffset At);

public sealed record AcknowledgeDraft
{
    /// <summary>A note for other operators: 500 characters at most.</summary>
    public string? Note { get; init; }
}

/// <summary>How long to silence an alert: either until or for.</summary>
public sealed record SilenceDraft
{
    public DateTimeOffset? Until { get; init; }

    /// <summary>30m, 2h, 7d.</summary>
    public string? For { get; init; }

    public required string Reason { get; init; }
}

/// <summary>
/// An alert rule as it is sent. PATCH is a merge patch over this. Absent fields take the value of the built-in rule for that condition.
/// </summary>
public sealed record AlertRuleDraft : IDraft
{
    /// <summary>1 to 63 lower-case letters, digits and hyphens. Default: made from the name. Cannot change.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>parked, flapping, stalled, slow, off-air, bitrate-low, cc-errors, two-senders, disk-low or node-down.</summary>
    public required string Condition { get; init; }

    /// <summary>info, warning or critical.</summary>
    public string? Severity { get; init; }

    /// <summary>Whether the rule is evaluated. Default: true.</summary>
    public bool? On { get; init; }

    /// <summary>How long the condition must hold before the alert fires: 0s to 1d.</summary>
    public string? For { get; init; }

    /// <summary>How long the condition must be false before the alert is resolved: 0s to 1d.</summary>
    public string? ClearAfter { get; init; }

    /// <summary>Starts (flapping), bits per second (bitrate-low), errors (cc-errors), percent free (disk-low).</summary>
    public double? Threshold { get; init; }

    /// <summary>The time window of flapping and cc-errors.</summary>
    public string? Within { get; init; }

    /// <summary>How often a firing alert is sent again until it is acknowledged. Default: sent once.</summary>
    public string? RepeatEvery { get; init; }

    /// <summary>input, output or node. Default: every kind the condition applies to.</summary>
    public IReadOnlyList<string>? Subjects { get; init; }

    /// <summary>Only inputs and outputs with all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The ids of the channels that are notified. Default: every channel.</summary>
    public IReadOnlyList<string>? Channels { get; init; }
}

/// <param name="Shipped">Whether it is a built-in rule: it cannot be removed, only switched off or reset.</param>
/// <param name="Edited">Whether it differs from the built-in rule.</param>
/// <param name="Firing">How many of its alerts fire.</param>
/// <param name="Version">Increases with each change; also the ETag.</param>
public sealed record AlertRuleView(
    string Id, string Name, string Condition, string Severity, bool On, string For, string ClearAfter, double? Threshold, string? Within,
    string? RepeatEvery,
    IReadOnlyList<string> Subjects, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Channels, bool Shipped, bool Edited,
    int Firing, long Version);
