namespace StreamActors.Wire;

public sealed record BackupDraft
{
    public const string MediaType = "application/octet-stream";

    /// <summary>The last line of a complete backup.</summary>
    public const string LastLine = "end of backup\n";

    /// <summary>
    /// Encrypts the whole file, including the master key: 12 to 200 characters. Without it secrets stay encrypted and the master key is
    /// left out.
    /// </summary>
    public string? Passphrase { get; init; }
}
