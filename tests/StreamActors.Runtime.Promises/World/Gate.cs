namespace StreamActors.Runtime.Promises;

/// <summary>Closed until a test opens it; tells whether somebody waits at it.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task;

    public Task Reached => _reached.Task.Soon();

    public void Arrive() => _reached.TrySetResult();

    public void Open() => _opened.TrySetResult();
}

public static class Patience
{
    /// <summary>Nothing waits by the clock; this only ends a test that would hang.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>For preconditions, not for what a test shows: other programs that start on a busy machine.</summary>
    public static readonly TimeSpan SetUp = TimeSpan.FromMinutes(4);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);
}
