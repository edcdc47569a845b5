using System.Collections.Concurrent;
using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// The pending requests of one node. An actor reference without an actor, so that replies need no mailbox. It knows which requests an
/// entity of this node has received: all others are lost with another node.
/// </summary>
internal sealed class PendingAsks : MinimalActorRef
{
    /// <summary>One timer for all requests, while any has a deadline: one for each would cost a tenth of the request.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<long, Waiting> _waiting = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private int _isTicking;
    private long _last;
    private volatile string? _closed;

    private IActorRefProvider? _provider;
    private ActorPath? _path;

    public PendingAsks(TimeProvider clock) =>
        (_clock, _timer) = (clock, clock.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

    public override ActorPath Path => _path ?? throw NotOpen();

    public override IActorRefProvider Provider => _provider ?? throw NotOpen();

    public int Count => _waiting.Count;

    /// <summary>The newest request's number.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Lets other nodes reply to it.</summary>
    public void Open(ExtendedActorSystem system)
    {
        (_provider, _path) = (system.Provider, system.Provider.TempPath());
        system.Provider.RegisterTempActor(this, _path);
    }

    public long Open(long until, out Task<object> answer)
    {
        var waiting = new Waiting(until);
        var number = Interlocked.Increment(ref _last);
        _waiting.TryAdd(number, waiting);
        answer = waiting.Task;
        if (_closed is { } why)
            Answer(number, new Unknown(why));
        else if (until != Request.Always)
            StartTicking();
        return number;
    }

    /// <summary>Marks a request as received by an entity of this node.</summary>
    public void TakeHere(long number)
    {
        if (_waiting.TryGetValue(number, out var waiting))
            waiting.IsHere = true;
    }

    public void Answer(long number, object answer)
    {
        if (_waiting.TryRemove(number, out var waiting))
            waiting.TrySetResult(answer);
    }

    /// <summary>A node is gone: every request not received by an entity of this node may be lost.</summary>
    public void LoseAway(string why, long upTo = long.MaxValue)
    {
        foreach (var (number, waiting) in _waiting)
        {
            if (!waiting.IsHere && number <= upTo)
                Answer(number, new Unknown(why));
        }
    }

    /// <summary>This node is gone: all requests fail, and so do new ones.</summary>
    public void Close(string why)
    {
        _closed = why;
        foreach (var number in _waiting.Keys)
            Answer(number, new Unknown(why));
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is Answered answered)
            Answer(answered.Number, answered.Answer);
    }

    private void StartTicking()
    {
        Interlocked.MemoryBarrier(); // a request is in the table before the timer is looked at
        if (Volatile.Read(ref _isTicking) == 0 && Interlocked.Exchange(ref _isTicking, 1) == 0)
            _timer.Change(Tick, Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        Interlocked.Exchange(ref _isTicking, 0);
        var (now, areMore) = (_clock.GetTimestamp(), false);
        foreach (var (number, waiting) in _waiting)
        {
            if (waiting.Until <= now)
                Answer(number, new Unknown("Request timed out: the command may or may not have been stored."));
            else
                areMore |= waiting.Until != Request.Always;
        }
        if (areMore)
            StartTicking();
    }

    private static InvalidOperationException NotOpen() => new("The node is not started.");

    private sealed class Waiting(long until) : TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Until => until;

        public volatile bool IsHere;
    }
}
