using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Testing.Peers;

/// <summary>
/// Starts programs that the kernel kills when this process ends. The kernel does so when the thread that started them ends, so one
/// permanent thread starts them all.
/// </summary>
internal static class ChildPrograms
{
    private static readonly BlockingCollection<Action> Births = Open();

    /// <summary>
    /// The program keeps the process id: setpriv sets the death signal and executes it. It receives INT even if a shell runs the tests in
    /// the background, which makes them ignore it.
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

    /// <summary>With the shell's own kill: a small installation has no such program.</summary>
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
