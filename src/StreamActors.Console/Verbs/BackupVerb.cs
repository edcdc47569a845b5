using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>A full backup, downloaded from a running server. The launcher restores it into a stopped one: streamactors restore.</summary>
internal static class BackupVerb
{
    public static readonly Verb[] All =
    [
        new("backup", "writes a full backup to one file, for restore; the server keeps running", Backup)
        {
            Options = [new("--to", "FILE", "the file to write, readable by its owner only"),
                new("--passphrase-file", "FILE", "encrypt the backup, master key included, with the first line of FILE")],
        },
    ];

    private static ExitCode Backup(Session session)
    {
        var file = session.Line.Value("--to")
            ?? throw VerbFailedException.Misused("backup requires --to FILE.", "Usage: streamactors backup --to FILE");
        var passphrase = session.Line.Value("--passphrase-file") is { } words ? SecretPrompt.FirstLine(words) : null;
        var length = OwnFile.Whole(file, stream =>
            session.Server.Fetch("/api/v1/backup", new Fields(session, isEdit: false).Fixed("passphrase", passphrase).Bytes(), stream),
            BackupDraft.LastLine);
        return session.Done($"{file} holds everything, in {HumanText.Bytes(length)}. {(passphrase is null
            ? "The master key is NOT in the backup, and its secrets can be decrypted only with that key: keep a copy of master.key (or "
            + "of the key in secrets.master-key) somewhere else."
            : "The backup is encrypted, with the master key in it: without the passphrase it cannot be restored.")}");
    }
}
