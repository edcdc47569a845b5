using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Testing.Peers;

/// <summary>
/// Starts programs that end with this process, however it ends: the kernel kills them. It does so when the thread that
/// started them ends, so one thread that never ends starts them all.
/// </summary>
internal static class Cradle
{
    private static readonly BlockingCollection<Action> Births = Open();

    /// <summary>
    /// The program keeps the process id: setpriv sets the death signal and becomes it. It hears INT even where a shell runs
    /// the tests in the background, and so has them ignore it.
    /// </summary>
    public static Process Start(string program, IEnumerable<string> arguments, string folder, Action<ProcessStartInfo>? more = null)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "--", "env", "--default-signal=INT", program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        more?.Invoke(start);
        var born = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Births.Add(() =>
        {
            try
            {
                born.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
            }
            catch (Exception failure)
            {
                born.SetException(failure);
            }
        });
        return born.Task.GetAwaiter().GetResult();
    }

    /// <summary>By the shell's own kill: a small installation has no program of that name.</summary>
    public static async Task Signal(int process, string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {process.ToString(CultureInfo.InvariantCulture)}"]);
        await kill.WaitForExitAsync();
    }

    private static BlockingCollection<Action> Open()
    {
        var births = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var birth in births.GetConsumingEnumerable())
                birth();
        }) { IsBackground = true, Name = "cradle" }.Start();
        return births;
    }
}
