using System.Collections.Concurrent;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// Long-lived connections. Their authorization is checked again when their key, their user or the signing key changes and when their
/// credentials expire, so that a revoked key receives nothing more.
/// </summary>
internal sealed class OpenFeeds : IReadKeys
{
    private readonly ConcurrentDictionary<OpenFeed, byte> _open = [];
    private readonly Authorizer _authorizer;
    private readonly ApiKeys _keys;
    private readonly Catalogue _catalogue;
    private readonly TimeProvider _time;

    public OpenFeeds(Authorizer authorizer, ApiKeys keys, Catalogue catalogue, TimeProvider time)
    {
        (_authorizer, _keys, _catalogue, _time) = (authorizer, keys, catalogue, time);
        catalogue.Changed += Changed;
    }

    public bool IsReady => _catalogue.Ready.IsCompletedSuccessfully;

    public IReadGrant? Find(string key, string input) =>
        _keys.Find(key) is { } principal && principal.MayRead(input) ? Open(key, principal, p => p.MayRead(input)) : null;

    /// <param name="scope">The scope the credentials must cover.</param>
    public OpenFeed Open(HttpContext http, Principal principal, string scope) =>
        Open(Authorizer.Credentials(http) ?? "", principal, p => p.May(Role.Viewer, scope));

    public OpenFeed Open(string shown, Principal principal, Func<Principal, bool> may)
    {
        var openFeed = new OpenFeed(_authorizer, shown, principal, may, _time, s => _open.TryRemove(s, out _));
        _open[openFeed] = 0;
        openFeed.Check(); // catches changes since it was authorized
        return openFeed;
    }

    private void Changed(EntityId id)
    {
        if (id.Kind is not (KeyId.Kind or UserId.Kind or SigningId.Kind))
            return;
        foreach (var openFeed in _open.Keys.Where(s => s.DependsOn(id)))
            openFeed.Check();
    }
}

/// <summary>A long-lived connection, with the credentials it was opened with.</summary>
internal sealed class OpenFeed : IReadGrant
{
    /// <summary>A change of the wall clock can expire credentials without an event.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _over = new();
    private readonly Authorizer _authorizer;
    private readonly string _shown;
    private readonly Principal _principal;
    private readonly Func<Principal, bool> _may;
    private readonly TimeProvider _time;
    private readonly Action<OpenFeed> _closed;
    private readonly ITimer _timer;
    private int _isOver;

    public OpenFeed(Authorizer authorizer, string shown, Principal principal, Func<Principal, bool> may, TimeProvider time,
        Action<OpenFeed> closed)
    {
        (_authorizer, _shown, _principal, _may, _time, _closed) = (authorizer, shown, principal, may, time, closed);
        Over = _over.Token;
        _timer = time.CreateTimer(static feed => ((OpenFeed)feed!).Check(), this, Next(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the connection is no longer authorized.</summary>
    public CancellationToken Over { get; }

    public string Who => _principal.Who;

    public string? KeyName => _principal.KeyName;

    /// <summary>Why it ended; null until then.</summary>
    public string? Reason { get; private set; }

    /// <summary>The same credentials will not be accepted again.</summary>
    public bool IsShut { get; private set; }

    public bool DependsOn(EntityId id) =>
        id.Kind == KeyId.Kind ? _principal.Who == $"key:{id.Id}" : _principal.User is { } user && (id.Kind != UserId.Kind || id.Id == user);

    /// <summary>Asynchronous, so as not to delay the request that made the change.</summary>
    public void Check() => _ = Task.Run(async () =>
    {
        try
        {
            var now = await _authorizer.Known(_shown, Over);
            (string? reason, bool isShut) = now is null || !_may(now) ? ("Your credentials have expired or were revoked.", true)
                : now.Role < _principal.Role ? ($"Your role is {Authorizer.Word(now.Role!.Value)} now: connect again.", false)
                : (null, false);
            if (reason is null)
            {
                _timer.Change(Next(), Timeout.InfiniteTimeSpan);
            }
            else if (Interlocked.Exchange(ref _isOver, 1) == 0) // checks may run concurrently: the first to find it expired sets the reason
            {
                (Reason, IsShut) = (reason, isShut);
                await _over.CancelAsync();
            }
        }
        catch (ObjectDisposedException)
        {
            // It was closed meanwhile.
        }
        catch (Exception) // the signing key cannot be read at the moment
        {
            _timer.Change(PollInterval, Timeout.InfiniteTimeSpan);
        }
    }, CancellationToken.None);

    public void Dispose()
    {
        _closed(this);
        _timer.Dispose();
        _over.Dispose();
    }

    private TimeSpan Next() => _principal.Until is { } until && until - _time.GetUtcNow() is var left && left < PollInterval
        ? left > TimeSpan.FromMilliseconds(10) ? left : TimeSpan.FromMilliseconds(10)
        : PollInterval;
}
