namespace StreamActors.Ffmpeg;

public enum StopStep
{
    /// <summary>It ended by itself.</summary>
    None,
    Asked,
    Terminated,
    Killed,
}

/// <summary>
/// How a child is stopped: a request (end of its stdin, or SIGINT if it has none), then SIGTERM, then SIGKILL, each with its own wait. On a
/// request FFmpeg finishes its files and closes its connection; a second signal aborts a connection attempt that hangs.
/// </summary>
public sealed record StopLadder(TimeSpan AskedWait, TimeSpan TerminatedWait)
{
    public static readonly StopLadder Default = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2));

    /// <returns>The step that ended it. SIGKILL always does, though a child inside a device driver's call can take a while.</returns>
    public async Task<StopStep> Stop(Child child, TimeProvider time)
    {
        if (child.Ended.IsCompleted)
            return StopStep.None;
        if (child.Stdin is { } stdin)
            stdin.Dispose();
        else if (!child.Signal(ChildSignal.Interrupt))
            return StopStep.None;
        if (await EndsWithin(AskedWait))
            return StopStep.Asked;
        child.Signal(ChildSignal.Terminate);
        if (await EndsWithin(TerminatedWait))
            return StopStep.Terminated;
        child.Signal(ChildSignal.Kill);
        await child.Ended;
        return StopStep.Killed;

        async Task<bool> EndsWithin(TimeSpan wait)
        {
            using var over = new CancellationTokenSource();
            var first = await Task.WhenAny(child.Ended, Task.Delay(wait, time, over.Token));
            await over.CancelAsync();
            return first == child.Ended;
        }
    }
}
