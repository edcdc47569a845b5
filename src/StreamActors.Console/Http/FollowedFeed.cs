namespace StreamActors.Cli;

/// <summary>The live feed of a server that may be restarted meanwhile: opened again until it is ended here.</summary>
internal sealed class FollowedFeed(Session session) : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250), LongestDelay = TimeSpan.FromSeconds(5);

    private const int MostNotAllowed = 5;

    private readonly ManualResetEvent _ended = new(false);
    private volatile LiveFeed _feed = session.Door.Open(LiveFeed.Path);

    /// <summary>The connection is gone, for this reason, and is being made again.</summary>
    public Action<string> Lost { get; init; } = static _ => { };

    /// <summary>What comes next begins with all there is.</summary>
    public Action Reopened { get; init; } = static () => { };

    private bool IsEnded => _ended.WaitOne(0);

    /// <returns>The JSON of the next batch; null once it was ended here.</returns>
    public string? Next()
    {
        while (!IsEnded)
        {
            if (_feed.Next() is { } batch)
                return batch;
            if (_feed.IsShut && !IsEnded)
                throw new VerbFailedException(ExitCode.NotAllowed, _feed.Goodbye ?? "Your credentials have expired or were revoked.");
            if (!IsEnded)
                Reopen(_feed.Goodbye ?? "Connection lost.");
        }
        return null;
    }

    /// <summary>From another thread: a read that waits comes to its end.</summary>
    public void End()
    {
        _ended.Set();
        _feed.Cut();
    }

    public void Dispose()
    {
        _feed.Dispose();
        _ended.Dispose();
    }

    private void Reopen(string reason)
    {
        _feed.Dispose();
        Lost(reason);
        var delay = FirstDelay;
        var notAllowed = 0;
        while (!_ended.WaitOne(delay))
        {
            try
            {
                _feed = session.Reopen().Open(LiveFeed.Path);
                if (IsEnded)
                    _feed.Cut(); // it was ended while this was opened
                Reopened();
                return;
            }
            // Away, or not ready yet: both pass. So does a local key that is not written yet; credentials that are not taken any more do not.
            catch (VerbFailedException away) when (away.Code is ExitCode.Unreachable or ExitCode.Failed || (away.Code == ExitCode.NotAllowed && ++notAllowed < MostNotAllowed))
            {
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }
}
