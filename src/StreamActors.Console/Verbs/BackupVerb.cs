using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>Everything that is stored, fetched from a running server. It is put back by the server itself, while it stands still: streamactors restore.</summary>
internal static class BackupVerb
{
    public static readonly Verb[] All =
    [
        new("backup", "everything that is stored, as one file that restore takes in; the server goes on meanwhile", Backup)
        {
            Options = [new("--to", "FILE", "there, for its owner only"), new("--passphrase-file", "FILE", "seals the whole file with its first line, the master key in it")],
        },
    ];

    private static ExitCode Backup(Session session)
    {
        var file = session.Line.Value("--to") ?? throw VerbFailedException.Misused("backup requires --to FILE.", "Usage: streamactors backup --to FILE");
        var passphrase = session.Line.Value("--passphrase-file") is { } words ? Ask.FirstLine(words) : null;
        var length = OwnFile.Whole(file, stream => session.Door.Fetch("/api/v1/backup", Draft(passphrase), stream), BackupDraft.LastLine);
        return session.Done($"{file} holds everything, in {Words.Bytes(length)}. {(passphrase is null
            ? "Its secrets open only with the master key of that server, which is NOT in it: keep a copy of master.key (or of what secrets.master-key names) somewhere else."
            : "It is sealed with the passphrase, and the master key is in it: without the passphrase it is lost.")}");
    }

    private static byte[] Draft(string? passphrase)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (passphrase is not null)
                json.WriteString("passphrase", passphrase);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
