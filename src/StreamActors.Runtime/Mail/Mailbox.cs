using System.Threading.Channels;

namespace StreamActors.Runtime;

/// <summary>What becomes of post that is handed in.</summary>
internal enum Reception
{
    Taken,
    Full,
    Closed,
}

/// <summary>What the runtime wants of a resident. Signals of one sort are one: they can be neither refused nor piled up.</summary>
[Flags]
internal enum Signals
{
    None = 0,
    Wake = 1,
    LookIdle = 2,
    Rested = 4,
    Stop = 8,
    Sleep = 16,
}

// The mail side of one resident:
//
//   idle    -> turning   post or a signal comes: a turn is queued
//   turning -> idle      the turn finds no more
//   idle    -> closed    by a turn that has just become idle, and found no post since
//   turning -> closed    at the node's stop
//
// At most one turn is queued or running at any moment: that is what makes an entity single-threaded. Closing goes
// through idle, where it races whoever hands in post, and exactly one of them wins. Every turn leaves an idle of its own:
// a turn that is about to close must not take for its own idle that of a later one, which has begun much and ended.

/// <summary>
/// Two lanes and a set of signals. The ordinary lane is bounded and says so when full; the own lane (an entity's effects
/// and reminders) and the signals are never refused. Lanes are made when first used: most residents need one.
/// </summary>
internal sealed class Mailbox(int limit, IThreadPoolWorkItem turn)
{
    private const long Closed = -1;

    private long _state; // even: idle, odd: turning
    private int _signals;
    private Channel<Post>? _ordinary;
    private Channel<Post>? _own;

    public int Depth => Volatile.Read(ref _ordinary)?.Reader.Count ?? 0;

    public bool IsTurning => Volatile.Read(ref _state) is > 0 and var state && long.IsOddInteger(state);

    private bool IsClosed => Volatile.Read(ref _state) == Closed;

    public Reception Offer(Post post)
    {
        if (!Lay(post))
            return IsClosed ? Reception.Closed : Reception.Full;
        return Announce(post);
    }

    /// <summary>Puts it in, and no more: it may be taken from now on.</summary>
    internal bool Lay(Post post)
    {
        var lane = Volatile.Read(ref _ordinary) ?? Made(ref _ordinary, Channel.CreateBounded<Post>(
            new BoundedChannelOptions(limit) { FullMode = BoundedChannelFullMode.Wait })); // not only its turns empty it
        return lane.Writer.TryWrite(post);
    }

    /// <summary>Sees to it that somebody comes for it, unless the mailbox was closed first; who took it before that has it.</summary>
    internal Reception Announce(Post post) => Stir() || post.IsTaken ? Reception.Taken : Reception.Closed;

    public void OfferOwn(Post post)
    {
        var lane = Volatile.Read(ref _own) ?? Made(ref _own, Channel.CreateUnbounded<Post>(new UnboundedChannelOptions { SingleReader = true }));
        lane.Writer.TryWrite(post);
        Stir();
    }

    /// <returns>False when closed.</returns>
    public bool Signal(Signals signal)
    {
        Interlocked.Or(ref _signals, (int)signal);
        return Stir();
    }

    public Signals TakeSignals() => _signals == 0 ? Signals.None : (Signals)Interlocked.Exchange(ref _signals, 0);

    public bool Has(Signals signal) => ((Signals)Volatile.Read(ref _signals) & signal) != 0;

    public bool HasSignals => Volatile.Read(ref _signals) != 0;

    public bool HasPost => Has(_ordinary) || Has(_own);

    public Post? TakeOwn() => Take(_own);

    public Post? TakeOrdinary() => Take(_ordinary);

    public Post? PeekOrdinary() => _ordinary is { } lane && lane.Reader.TryPeek(out var post) ? post : null;

    /// <summary>
    /// For the queue all threads share, first come first served. A thread's own queue is last in first out: under load,
    /// whoever lay at its bottom would wait as long as the load lasts.
    /// </summary>
    public void QueueTurn() => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);

    /// <summary>Ends a turn. True when there is more by now, and the turn goes on.</summary>
    /// <param name="deaf">Only signals are worth a turn.</param>
    public bool GoOn(bool deaf)
    {
        var idle = Rest();
        return (HasSignals || (!deaf && HasPost)) && BeginTurn(idle);
    }

    /// <summary>Ends a turn for good where nothing has come meanwhile.</summary>
    /// <returns>Null when something has come, and another turn is already queued for it.</returns>
    public bool? TryClose() => TryClose(Rest());

    /// <summary>Ends a turn, and leaves the idle that is to be named for what follows.</summary>
    internal long Rest() => Interlocked.Increment(ref _state);

    internal bool? TryClose(long idle)
    {
        if (!HasSignals && !HasPost && Interlocked.CompareExchange(ref _state, Closed, idle) == idle)
            return true;
        return BeginTurn(idle) ? false : null;
    }

    public void Close() => Interlocked.Exchange(ref _state, Closed);

    private bool BeginTurn(long idle) => Interlocked.CompareExchange(ref _state, idle + 1, idle) == idle;

    /// <returns>False when closed.</returns>
    private bool Stir()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == Closed)
                return false;
            if ((state & 1) == 1)
                return true;
            if (!BeginTurn(state))
                continue;
            QueueTurn();
            return true;
        }
    }

    private static bool Has(Channel<Post>? lane) => lane is not null && lane.Reader.TryPeek(out _);

    private static Post? Take(Channel<Post>? lane)
    {
        if (lane is null || !lane.Reader.TryRead(out var post))
            return null;
        post.Take();
        return post;
    }

    private static Channel<Post> Made(ref Channel<Post>? lane, Channel<Post> made) => Interlocked.CompareExchange(ref lane, made, null) ?? made;
}
