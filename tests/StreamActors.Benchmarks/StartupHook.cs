using System.Globalization;
using System.Runtime.InteropServices;
using StreamActors.Benchmarks.OnAir;

/// <summary>Found by this name in a process whose DOTNET_STARTUP_HOOKS names this assembly; see <see cref="CollectionLog"/>.</summary>
internal static class StartupHook
{
    private static PosixSignalRegistration? _asked;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(CollectionLog.Variable) is not { } log)
            return;
        _asked = PosixSignalRegistration.Create((PosixSignal)CollectionLog.UserSignal, context =>
        {
            context.Cancel = true; // else it would end the server
            var line = string.Create(CultureInfo.InvariantCulture,
                $"{GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)} {GC.GetTotalAllocatedBytes()}\n");
            File.AppendAllText(log, line);
        });
    }
}
