namespace StreamActors.Runtime.Promises;

/// <summary>Closed until a test opens it; tells whether somebody stands before it.</summary>
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

    /// <summary>For what a test only needs to begin with, and does not show: other programs that start on a busy machine.</summary>
    public static readonly TimeSpan SetUp = TimeSpan.FromMinutes(4);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);
}
