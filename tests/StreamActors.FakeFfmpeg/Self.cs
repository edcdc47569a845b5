using StreamActors.Ffmpeg;

namespace StreamActors.FakeFfmpeg;

internal static class Self
{
    public static IEnumerable<string> OpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Select(entry => $"{Path.GetFileName(entry)} {new FileInfo(entry).LinkTarget}").Order(StringComparer.Ordinal);

    /// <summary>A child without the death signal, but in our process group.</summary>
    public static int StartSleeper() => System.Diagnostics.Process.Start("sleep", ["600"]).Id;

    /// <summary>A minimal server, for tests that kill one with -9.</summary>
    public static async Task StartThroughLaunchpad(IReadOnlyList<string> script, Action<int> started)
    {
        var childLauncher = new ChildLauncher(TimeProvider.System);
        var child = await childLauncher.Start(
            new ChildStart(Environment.ProcessPath!, script) { Stdin = true, Stdout = true, OnStderr = _ => { } });
        started(child.Pid);
        await child.Ended;
    }
}
