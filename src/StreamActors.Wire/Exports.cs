namespace StreamActors.Wire;

/// <summary>
/// The configuration, in a form that import accepts. Secrets are left out or encrypted with a passphrase, never in clear.
/// </summary>
/// <param name="Format">streamactors/1</param>
/// <param name="At">The point in time it shows; null for the current configuration.</param>
/// <param name="Salt">The salt of the passphrase that secrets are encrypted with; null if they are left out.</param>
public sealed record ExportView(string Format, DateTimeOffset? At, string? Salt, IReadOnlyList<InputDraft> Inputs,
    IReadOnlyList<OutputDraft> Outputs)
{
    /// <summary>Rules that differ from the built-in ones.</summary>
    public IReadOnlyList<AlertRuleDraft> AlertRules { get; init; } = [];

    public IReadOnlyList<ChannelDraft> Channels { get; init; } = [];
}

public sealed record ExportDraft
{
    /// <summary>The passphrase that secrets are encrypted with: 12 to 200 characters.</summary>
    public required string Passphrase { get; init; }
}

public sealed record ImportDraft
{
    /// <summary>streamactors/1</summary>
    public required string Format { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Salt { get; init; }

    /// <summary>The passphrase the secrets were encrypted with, if the file has any.</summary>
    public string? Passphrase { get; init; }

    public IReadOnlyList<InputDraft>? Inputs { get; init; }

    public IReadOnlyList<OutputDraft>? Outputs { get; init; }

    public IReadOnlyList<AlertRuleDraft>? AlertRules { get; init; }

    public IReadOnlyList<ChannelDraft>? Channels { get; init; }
}

/// <summary>The result of an import, by KIND/ID. Refused items are left unchanged.</summary>
public sealed record ImportView(IReadOnlyList<string> Created, IReadOnlyList<string> Changed, IReadOnlyList<string> Unchanged,
    IReadOnlyList<string> Removed, IReadOnlyList<RefusedView> Refused)
{
    /// <summary>Whether this was a dry run: nothing was changed.</summary>
    public bool DryRun { get; init; }
}

/// <summary>One item of several that was refused.</summary>
public sealed record RefusedView(string Id, Problem Problem);

/// <summary>The result of a bulk command.</summary>
public sealed record ManyView(IReadOnlyList<string> Done, IReadOnlyList<RefusedView> Refused);
