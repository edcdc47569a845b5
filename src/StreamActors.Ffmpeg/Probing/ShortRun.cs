using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>A short-lived child: its output, limited in size and time.</summary>
internal sealed record ShortRun(ChildEnd End, string Stdout, IReadOnlyList<string> Stderr, bool OutOfTime)
{
    private const int Longest = 4 * 1024 * 1024;

    internal static async Task<ShortRun> Of(ChildLauncher childLauncher, ChildStart start, TimeSpan limit, SecretMask? mask = null,
        CancellationToken stop = default)
    {
        var stderr = new StderrReader(childLauncher.Time, mask ?? new SecretMask(), _ => { });
        var child = await childLauncher.Start(start with { Stdout = true, OnStderr = stderr.Add });
        var reading =
            Task.Factory.StartNew(() => Read(child), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var outOfTime = false;
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            if (await Task.WhenAny(child.Ended, Task.Delay(limit, childLauncher.Time, over.Token)) != child.Ended)
            {
                outOfTime = !stop.IsCancellationRequested;
                child.Signal(ChildSignal.Kill);
            }
            await over.CancelAsync();
        }
        var end = await child.Ended;
        stderr.End();
        var stdout = await reading;
        stop.ThrowIfCancellationRequested();
        return new ShortRun(end, stdout, stderr.Tail.Lines, outOfTime);
    }

    private static string Read(Child child)
    {
        using var output = child.Stdout!;
        var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (output.Read(buffer) is > 0 and var read)
            if (all.Length < Longest) // the rest is read and dropped, so that the child never blocks
                all.Write(buffer, 0, read);
        return Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length);
    }
}
