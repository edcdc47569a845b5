namespace StreamActors.Wire;

/// <summary>A backup that is wanted.</summary>
public sealed record BackupDraft
{
    public const string MediaType = "application/octet-stream";

    /// <summary>The last line of a backup that is whole.</summary>
    public const string LastLine = "end of backup\n";

    /// <summary>Seals the file as a whole, the master key in it: 12 to 200 characters. Without it the secrets are sealed all the same, and the master key is left out.</summary>
    public string? Passphrase { get; init; }
}
