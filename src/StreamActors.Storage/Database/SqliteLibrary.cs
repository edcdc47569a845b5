using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace StreamActors.Storage;

/// <summary>The system's own SQLite: newer and patched, where a bundled one would age with us.</summary>
internal static class SqliteLibrary
{
    private const int Oldest = 3035000; // window functions, upserts and RETURNING

    private static readonly string[] Names = ["libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib", "winsqlite3.dll"];

    private static readonly Lazy<bool> Loaded = new(Load);

    public static void Use() => _ = Loaded.Value;

    private static bool Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Find);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        if (raw.sqlite3_libversion_number() < Oldest)
            throw new JournalRefusedException($"The system's SQLite is {raw.sqlite3_libversion().utf8_to_string()}; 3.35 or newer is needed: update the package libsqlite3-0.");
        return true;
    }

    private static IntPtr Find(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != "e_sqlite3")
            return IntPtr.Zero;
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return handle;
        }
        throw new JournalRefusedException(string.Create(CultureInfo.InvariantCulture, $"No SQLite library was found ({string.Join(", ", Names)}): install the package libsqlite3-0."));
    }
}
