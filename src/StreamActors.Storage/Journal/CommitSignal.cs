namespace StreamActors.Storage;

/// <summary>Signalled after every commit of events in this process, so that followers need not wait for the next poll.</summary>
public sealed class CommitSignal
{
    private TaskCompletionSource _next = NewRing();

    /// <summary>Completes with the next signal. Take it before reading, so that no signal is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, NewRing()).TrySetResult();

    private static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
