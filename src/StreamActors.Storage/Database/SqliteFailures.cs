using Microsoft.Data.Sqlite;

namespace StreamActors.Storage;

/// <summary>Translates SQLite's errors for operators.</summary>
internal sealed class SqliteFailures(string path)
{
    public Exception Explain(Exception failure) => failure is not SqliteException sqlite ? failure : sqlite.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => Full(failure),
        SQLitePCL.raw.SQLITE_IOERR when HasNoSpace() => Full(failure), // for a side file SQLite could not create or extend
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            new DatabaseUnavailableException($"Another program holds {path} locked.", failure),
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM =>
            new DatabaseUnavailableException(
            $"{path} cannot be opened for writing. Check that its folder exists and that this user may write there.", failure),
        SQLitePCL.raw.SQLITE_IOERR => new DatabaseUnavailableException($"The disk of {path} failed: {sqlite.Message}", failure),
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => new JournalRefusedException(
            $"{path} is damaged or is no SQLite database ({sqlite.Message}). Stop the server, keep a copy of the file, and restore the "
                + $"last backup; 'sqlite3 {path} .recover' may save what is readable.", failure),
        _ => failure,
    };

    private DatabaseUnavailableException Full(Exception failure) =>
        new($"The disk of {path} is full (no space left on device). Free some space; writing then resumes automatically.", failure);

    private bool HasNoSpace()
    {
        try
        {
            return new DriveInfo(path).AvailableFreeSpace < 256 * 1024;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
