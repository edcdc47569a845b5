namespace StreamActors.Cli;

/// <summary>The live feed, reconnected when the server restarts, until it is ended here.</summary>
internal sealed class FollowedFeed(Session session) : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250), LongestDelay = TimeSpan.FromSeconds(5);

    private const int MostNotAllowed = 5;

    private readonly ManualResetEvent _ended = new(false);
    private volatile LiveFeed _feed = session.Server.Open(LiveFeed.Path);

    /// <summary>The connection was lost, for this reason, and is being reopened.</summary>
    public Action<string> Lost { get; init; } = static _ => { };

    /// <summary>The next batch starts a new snapshot.</summary>
    public Action Reopened { get; init; } = static () => { };

    private bool IsEnded => _ended.WaitOne(0);

    /// <returns>The JSON of the next batch; null after it was ended here.</returns>
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

    /// <summary>Called from another thread: unblocks a waiting read.</summary>
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
                    _feed.Cut(); // ended while this was being opened
                Reopened();
                return;
            }
            // Unreachable, or not ready yet: retried. So is a missing local key, a few times; invalid credentials are not.
            catch (VerbFailedException away) when (away.Code is ExitCode.Unreachable or ExitCode.Failed
                || (away.Code == ExitCode.NotAllowed && ++notAllowed < MostNotAllowed))
            {
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }
}
