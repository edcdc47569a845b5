namespace StreamActors.Wire;

/// <summary>The configuration, as it can be sent to import. Secrets are left out or sealed with a passphrase, never clear.</summary>
/// <param name="Format">streamactors/1</param>
/// <param name="At">What it was then; null: what it is.</param>
/// <param name="Salt">Of the passphrase that the secrets are sealed with; null where they are left out.</param>
public sealed record ExportView(string Format, DateTimeOffset? At, string? Salt, IReadOnlyList<InputDraft> Inputs, IReadOnlyList<OutputDraft> Outputs)
{
    /// <summary>Those that are not as they come with the program.</summary>
    public IReadOnlyList<AlertRuleDraft> AlertRules { get; init; } = [];

    public IReadOnlyList<ChannelDraft> Channels { get; init; } = [];
}

public sealed record ExportDraft
{
    /// <summary>What the secrets are sealed with: 12 to 200 characters.</summary>
    public required string Passphrase { get; init; }
}

/// <summary>An export, sent back.</summary>
public sealed record ImportDraft
{
    /// <summary>streamactors/1</summary>
    public required string Format { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Salt { get; init; }

    /// <summary>What the secrets were sealed with, where they are.</summary>
    public string? Passphrase { get; init; }

    public IReadOnlyList<InputDraft>? Inputs { get; init; }

    public IReadOnlyList<OutputDraft>? Outputs { get; init; }

    public IReadOnlyList<AlertRuleDraft>? AlertRules { get; init; }

    public IReadOnlyList<ChannelDraft>? Channels { get; init; }
}

/// <summary>What came of an import, by KIND/ID. What was refused is left as it was.</summary>
public sealed record ImportView(IReadOnlyList<string> Created, IReadOnlyList<string> Changed, IReadOnlyList<string> Unchanged, IReadOnlyList<string> Removed, IReadOnlyList<RefusedView> Refused)
{
    /// <summary>It is what would come of it: nothing was changed.</summary>
    public bool DryRun { get; init; }
}

/// <summary>One of several that was not carried out.</summary>
public sealed record RefusedView(string Id, Problem Problem);

/// <summary>What came of an order to many.</summary>
public sealed record ManyView(IReadOnlyList<string> Done, IReadOnlyList<RefusedView> Refused);
