using System.Diagnostics;

namespace StreamActors.Benchmarks;

/// <summary>Runs a benchmark again in its own process, with slower syncs (slowsync.c, built with the machine's C compiler).</summary>
internal static class SlowSync
{
    public static bool IsOn => Environment.GetEnvironmentVariable("SLOWSYNC_US") is not null;

    public static string Named => IsOn ? "2 ms added to each sync" : "the disk as it is";

    public static async Task Again(string benchmark)
    {
        var library = Path.Combine(AppContext.BaseDirectory, "slowsync.so");
        await Run(new ProcessStartInfo("cc",
            ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "slowsync.c"), "-ldl"]));
        var again = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StreamActors.Benchmarks.dll"), benchmark]);
        again.Environment["LD_PRELOAD"] = library;
        again.Environment["SLOWSYNC_US"] = "2000";
        await Run(again);
    }

    private static async Task Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}.");
    }
}
