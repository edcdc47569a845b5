namespace StreamActors.Ffmpeg;

public enum Rung
{
    /// <summary>It ended without being asked.</summary>
    None,
    Asked,
    Terminated,
    Killed,
}

/// <summary>
/// How a child is stopped: asked (its stdin ends, or SIGINT where it has none), then SIGTERM, then SIGKILL, each with its own wait.
/// FFmpeg writes the end of its files and says goodbye to its peer when asked; the second signal breaks a connection attempt that hangs.
/// </summary>
public sealed record StopLadder(TimeSpan AskedWait, TimeSpan TerminatedWait)
{
    public static readonly StopLadder Default = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2));

    /// <returns>The rung that ended it. Nothing withstands the last one, but a child in the middle of a device's call can take its time.</returns>
    public async Task<Rung> Stop(Child child, TimeProvider time)
    {
        if (child.Ended.IsCompleted)
            return Rung.None;
        if (child.Stdin is { } stdin)
            stdin.Dispose();
        else if (!child.Signal(ChildSignal.Interrupt))
            return Rung.None;
        if (await EndsWithin(AskedWait))
            return Rung.Asked;
        child.Signal(ChildSignal.Terminate);
        if (await EndsWithin(TerminatedWait))
            return Rung.Terminated;
        child.Signal(ChildSignal.Kill);
        await child.Ended;
        return Rung.Killed;

        async Task<bool> EndsWithin(TimeSpan wait)
        {
            using var over = new CancellationTokenSource();
            var first = await Task.WhenAny(child.Ended, Task.Delay(wait, time, over.Token));
            await over.CancelAsync();
            return first == child.Ended;
        }
    }
}
