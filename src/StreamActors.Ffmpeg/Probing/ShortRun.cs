using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>A short-lived child: its output, limited in size and time.</summary>
internal sealed record ShortRun(ChildEnd End, byte[] Output, IReadOnlyList<string> Stderr, bool OutOfTime)
{
    private const int Longest = 4 * 1024 * 1024;

    public string Stdout => Encoding.UTF8.GetString(Output);

    /// <param name="input">Written to its stdin, which is then closed.</param>
    internal static async Task<ShortRun> Of(ChildLauncher childLauncher, ChildStart start, TimeSpan limit, SecretMask? mask = null,
        CancellationToken stop = default, ReadOnlyMemory<byte> input = default)
    {
        var stderr = new StderrReader(childLauncher.Time, mask ?? new SecretMask(), _ => { });
        var child = await childLauncher.Start(start with { Stdin = !input.IsEmpty, Stdout = true, OnStderr = stderr.Add });
        var reading = OnThread(() => Read(child));
        var writing = OnThread(() => Write(child, input));
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
        await writing;
        var output = await reading;
        stop.ThrowIfCancellationRequested();
        return new ShortRun(end, output, stderr.Tail.Lines, outOfTime);
    }

    private static Task<T> OnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <returns>False if the child did not want all of it.</returns>
    private static bool Write(Child child, ReadOnlyMemory<byte> input)
    {
        if (child.Stdin is not { } stdin)
            return true;
        var taken = stdin.Write(input.Span);
        stdin.Dispose();
        return taken;
    }

    private static byte[] Read(Child child)
    {
        using var output = child.Stdout!;
        var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (output.Read(buffer) is > 0 and var read)
            if (all.Length < Longest) // the rest is read and dropped, so that the child never blocks
                all.Write(buffer, 0, read);
        return all.ToArray();
    }
}
