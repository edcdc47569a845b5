namespace StreamActors.Storage;

/// <summary>Rung after every commit of events in this process: who follows the journal need not wait for the next poll.</summary>
public sealed class CommitBell
{
    private TaskCompletionSource _next = NewRing();

    /// <summary>Ends with the next ring. Taken before reading, so that no ring falls between reading and waiting.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, NewRing()).TrySetResult();

    private static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
