using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>A queued change and its caller, who always gets a result or an exception.</summary>
internal abstract class Change
{
    /// <returns>False if it was cancelled while queued.</returns>
    public abstract bool Start();

    /// <returns>The exception of the work, which the caller rolls back and keeps for the answer; null on success.</returns>
    public abstract Task<Exception?> Run(DbTransaction transaction, Func<Exception, Exception> explain);

    /// <summary>Completes the caller's task with the result or the exception.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception failure);
}

internal class Change<T> : Change
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<DbTransaction, Task<T>> _work;
    private readonly CancellationTokenRegistration _cancellation;
    private int _left; // 1 once it was started or cancelled, whichever came first
    private T? _result;
    private Exception? _failure;

    public Change(Func<DbTransaction, Task<T>> work, CancellationToken stop)
    {
        _work = work;
        _cancellation = stop.UnsafeRegister((_, token) =>
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                _done.TrySetCanceled(token);
        }, null);
    }

    public Task<T> Done => _done.Task;

    public override bool Start()
    {
        _cancellation.Unregister();
        return Interlocked.Exchange(ref _left, 1) == 0;
    }

    public override async Task<Exception?> Run(DbTransaction transaction, Func<Exception, Exception> explain)
    {
        try
        {
            _result = await _work(transaction);
            return null;
        }
        catch (Exception failure)
        {
            return _failure = explain(failure);
        }
    }

    public override void Answer()
    {
        if (_failure is null)
            _done.TrySetResult(_result!);
        else
            _done.TrySetException(_failure);
    }

    public override void Fail(Exception failure) => _done.TrySetException(failure);
}

/// <summary>Events to store; those of many entities can share one statement.</summary>
internal sealed class Append(NewRows rows) : Change<int>(rows.Insert, CancellationToken.None)
{
    public NewRows Rows => rows;
}
