using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>A change in the queue, and whoever waits for it. Everyone is answered: with a result or with a failure.</summary>
internal abstract class Change
{
    /// <returns>False where it was cancelled while it waited.</returns>
    public abstract bool Start();

    /// <returns>What the work threw: to be undone by the caller, and kept for the answer. Null where it is well.</returns>
    public abstract Task<Exception?> Run(DbTransaction transaction, Func<Exception, Exception> explain);

    /// <summary>Gives the result of the work, or what it threw.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception failure);
}

internal class Change<T> : Change
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<DbTransaction, Task<T>> _work;
    private readonly CancellationTokenRegistration _cancellation;
    private int _left; // the queue: 1 whether it was started or cancelled, whichever came first
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

/// <summary>Events to be stored; those of many entities can go in one statement.</summary>
internal sealed class Append(NewRows rows) : Change<int>(rows.Insert, CancellationToken.None)
{
    public NewRows Rows => rows;
}
