using SQLitePCL;

namespace StreamActors.Storage;

/// <summary>
/// The SQLite shipped with this program. The system's own may be 3.7.0 to 3.51.2, in which two simultaneous checkpoints can lose committed
/// transactions (https://sqlite.org/wal.html); our checkpoints run concurrently with the writer.
/// </summary>
internal static class SqliteLibrary
{
    private const int Oldest = 3_051_003;

    private static readonly Lazy<bool> Loaded = new(Load);

    public static void Use() => _ = Loaded.Value;

    /// <exception cref="JournalRefusedException">This version may lose committed transactions.</exception>
    internal static void Check(int number, string version)
    {
        if (number < Oldest)
            throw new JournalRefusedException(
                $"SQLite {version} was loaded; before 3.51.3 it can lose committed transactions, so it is not used. Start the program "
                    + $"with the libe_sqlite3.so that it was built with.");
    }

    private static bool Load()
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_libversion_number(), raw.sqlite3_libversion().utf8_to_string());
        return true;
    }
}
