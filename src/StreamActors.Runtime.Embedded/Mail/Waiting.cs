using System.Threading.Tasks.Sources;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>A question whose asker is in this process, and whose deadline is watched here.</summary>
internal abstract class Waiting : Question
{
    private int _answered;

    /// <summary>Where its deadline is watched.</summary>
    public DeadlineList? Watch { get; set; }

    public LinkedQuestion Link;

    public sealed override bool IsAnswered => Volatile.Read(ref _answered) != 0;

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
    public Waiting? Before;
    public Waiting? After;
    public bool IsLinked;
}

/// <summary>The answer is awaited without a task of its own; whoever awaits goes on in the pool, never in the entity's turn.</summary>
internal abstract class Waiting<T> : Waiting, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _answer = new() { RunContinuationsAsynchronously = true };

    public ValueTask<T> Answered => new(this, _answer.Version);

    public sealed override void Answer(object answer)
    {
        if (Close())
            _answer.SetResult((T)answer);
    }

    T IValueTaskSource<T>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}

internal sealed class Asked(Delivery delivery) : Waiting<Reply>
{
    public override Delivery Delivery => delivery;
}

internal sealed class ToRead : Waiting<Reading>;
