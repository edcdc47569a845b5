using System.Threading.Tasks.Sources;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>Post that somebody waits for. It is answered once: by the entity, by its deadline, or by the end of the node.</summary>
internal abstract class Question : Post
{
    private int _answered;

    /// <summary>Where its deadline is watched.</summary>
    public DeadlineList? Watch { get; set; }

    public LinkedQuestion Link;

    public long Deadline { get; init; }

    public bool IsAnswered => Volatile.Read(ref _answered) != 0;

    public abstract void Fail(Reply failure);

    /// <summary>True for the first answer only.</summary>
    protected bool Close()
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
            return false;
        Watch?.Remove(this);
        return true;
    }
}

/// <summary>Neighbours in a list of deadlines: kept in the question itself, so that watching one allocates nothing.</summary>
internal struct LinkedQuestion
{
    public Question? Before;
    public Question? After;
    public bool IsLinked;
}

/// <summary>The answer is awaited without a task of its own; whoever awaits goes on in the pool, never in the entity's turn.</summary>
internal abstract class Question<T> : Question, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _answer = new() { RunContinuationsAsynchronously = true };

    public ValueTask<T> Answered => new(this, _answer.Version);

    public void Answer(T answer)
    {
        if (Close())
            _answer.SetResult(answer);
    }

    T IValueTaskSource<T>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}

internal sealed class Asked(Delivery delivery) : Question<Reply>
{
    public Delivery Delivery => delivery;

    public override void Fail(Reply failure) => Answer(failure);
}

internal sealed class ToRead : Question<Reading>
{
    public override void Fail(Reply failure) => Answer(new Reading(null, null, 0, failure));
}
