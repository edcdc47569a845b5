using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Opens the configured database and master key.</summary>
internal static class Databases
{
    private const string SqliteFile = "streamactors.db";

    public static IDatabase Open(StreamActorsOptions options, DataFolder folder, ILoggerFactory logs) => options.Journal.Database switch
    {
        DatabaseChoice.Sqlite => new SqliteDatabase(SqliteOf(folder), logs.CreateLogger<SqliteDatabase>()),
        DatabaseChoice.Postgresql =>
            new PostgresDatabase(options.Journal.Postgresql.Connection.Clear, logs.CreateLogger<PostgresDatabase>()),
        _ => throw new InvalidOperationException($"No database for {options.Journal.Database}."),
    };

    /// <summary>Read-only: creates no tables and migrates no schema.</summary>
    public static IDatabase OpenToRead(StreamActorsOptions options, DataFolder folder, ILoggerFactory logs) =>
        options.Journal.Database == DatabaseChoice.Sqlite ? new SqliteReadOnly(SqliteOf(folder)) : Open(options, folder, logs);

    private static string SqliteOf(DataFolder folder) => folder.File(SqliteFile);

    /// <summary>For read-only commands: they must create neither a folder nor an empty database.</summary>
    public static void RefuseMissing(StreamActorsOptions options)
    {
        var folder = Path.GetFullPath(options.Data);
        if (!Directory.Exists(folder))
            throw new StartRefusedException(ExitCode.JournalRefused,
                $"Data folder {folder} not found: pass the server's data folder with --data.");
        if (options.Journal.Database == DatabaseChoice.Sqlite && !File.Exists(Path.Combine(folder, SqliteFile)))
            throw new StartRefusedException(ExitCode.JournalRefused,
                $"No journal found in {folder} (no file {SqliteFile}): pass the server's data folder with --data.");
    }

    /// <summary>With an empty database, this key belongs to one that was lost or is elsewhere.</summary>
    public static bool HasKeyFile(StreamActorsOptions options, DataFolder folder) =>
        options.Secrets.MasterKey.From == MasterKeyPlace.File && File.Exists(folder.File(options.Secrets.MasterKey.File));

    public static MasterKeySource? KeyOf(MasterKeyOptions key, DataFolder folder) => key.From switch
    {
        MasterKeyPlace.Nowhere => null,
        MasterKeyPlace.File => new MasterKeySource.KeptInFile(folder.File(key.File)),
        MasterKeyPlace.Variable => new MasterKeySource.KeptInVariable(key.Variable),
        MasterKeyPlace.Passphrase => new MasterKeySource.DerivedFromPassphrase(FirstLine(folder.File(key.PassphraseFile), "passphrase")),
        _ => throw new InvalidOperationException($"No master key from {key.From}."),
    };

    public static Secret FirstLine(string file, string what)
    {
        try
        {
            return new StringReader(OwnersFile.Read(file)).ReadLine() is { Length: > 0 } words
                ? new Secret(words)
                : throw new StartRefusedException(ExitCode.Configuration,
                $"The {what} file {file} is empty: its first line is the {what}.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(ExitCode.Configuration, $"The {what} file cannot be read: {failure.Message}", failure);
        }
    }
}
