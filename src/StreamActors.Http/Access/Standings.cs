using System.Collections.Concurrent;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// Who listens for longer than a request takes. Whether they still may is looked at when their key, their user or the signing key
/// changes, and when their credentials run out: a revoked key hears nothing more, however long ago it has asked.
/// </summary>
internal sealed class Standings
{
    private readonly ConcurrentDictionary<Standing, byte> _open = [];
    private readonly Gate _gate;
    private readonly TimeProvider _time;

    public Standings(Gate gate, Catalogue catalogue, TimeProvider time)
    {
        (_gate, _time) = (gate, time);
        catalogue.Changed += Changed;
    }

    /// <param name="scope">What the credentials must be good for.</param>
    public Standing Open(HttpContext http, Principal principal, string scope)
    {
        var standing = new Standing(_gate, Gate.Credentials(http) ?? "", principal, scope, _time, s => _open.TryRemove(s, out _));
        _open[standing] = 0;
        standing.Look(); // what changed since it was let in, nobody has told it
        return standing;
    }

    private void Changed(EntityId id)
    {
        if (id.Kind is not (KeyId.Kind or UserId.Kind or SigningId.Kind))
            return;
        foreach (var standing in _open.Keys.Where(s => s.Hangs(id)))
            standing.Look();
    }
}

/// <summary>One who listens, with what let them in.</summary>
internal sealed class Standing : IDisposable
{
    /// <summary>A wall clock that is set changes what is over without telling anybody.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _over = new();
    private readonly Gate _gate;
    private readonly string _shown;
    private readonly Principal _principal;
    private readonly string _scope;
    private readonly TimeProvider _time;
    private readonly Action<Standing> _closed;
    private readonly ITimer _timer;
    private int _isOver;

    public Standing(Gate gate, string shown, Principal principal, string scope, TimeProvider time, Action<Standing> closed)
    {
        (_gate, _shown, _principal, _scope, _time, _closed) = (gate, shown, principal, scope, time, closed);
        _timer = time.CreateTimer(static standing => ((Standing)standing!).Look(), this, Next(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends when they may listen no longer.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Why it is over; null while it is not.</summary>
    public string? Reason { get; private set; }

    /// <summary>The same credentials will not be taken again.</summary>
    public bool IsShut { get; private set; }

    public bool Hangs(EntityId id) => id.Kind == KeyId.Kind ? _principal.Who == $"key:{id.Id}" : _principal.User is { } user && (id.Kind != UserId.Kind || id.Id == user);

    /// <summary>Not by whoever has made the change, who waits for the answer.</summary>
    public void Look() => _ = Task.Run(async () =>
    {
        try
        {
            var now = await _gate.Known(_shown, _over.Token);
            (string? reason, bool isShut) = now?.May(Role.Viewer, _scope) != true ? ("Your credentials have expired or were revoked.", true)
                : now.Role < _principal.Role ? ($"Your role is {Gate.Word(now.Role!.Value)} now: connect again.", false)
                : (null, false);
            if (reason is null)
            {
                _timer.Change(Next(), Timeout.InfiniteTimeSpan);
            }
            else if (Interlocked.Exchange(ref _isOver, 1) == 0) // several may look at once: the first who finds it over says why
            {
                (Reason, IsShut) = (reason, isShut);
                await _over.CancelAsync();
            }
        }
        catch (ObjectDisposedException)
        {
            // It was closed meanwhile.
        }
        catch (Exception) // what sessions are signed with cannot be read just now
        {
            _timer.Change(LookEvery, Timeout.InfiniteTimeSpan);
        }
    }, CancellationToken.None);

    public void Dispose()
    {
        _closed(this);
        _timer.Dispose();
        _over.Dispose();
    }

    private TimeSpan Next() => _principal.Until is { } until && until - _time.GetUtcNow() is var left && left < LookEvery
        ? left > TimeSpan.FromMilliseconds(10) ? left : TimeSpan.FromMilliseconds(10)
        : LookEvery;
}
