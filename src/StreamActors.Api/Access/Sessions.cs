using System.Security.Cryptography;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Api;

/// <summary>
/// Sessions of people: a token for 24 hours, which a new one can be had for until the login is 30 days old. Role and
/// revocation are looked up at each request, so that they work at once.
/// </summary>
internal sealed class Sessions(IEntities entities, ISecrets secrets, Catalogue catalogue, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(24);
    public static readonly TimeSpan LoginLife = TimeSpan.FromDays(30);

    private readonly SemaphoreSlim _opening = new(1);
    private Opened? _opened;

    private sealed record Opened(string Name, ThreadLocal<ECDsa> Key);

    public async Task<(string Token, DateTimeOffset Expires)> Open(string user, DateTimeOffset loggedIn, CancellationToken stop)
    {
        var key = await Key(make: true, stop) ?? throw new InvalidOperationException("There is no key to sign with, though one was made.");
        var now = time.GetUtcNow();
        var expires = now + TokenLife < loggedIn + LoginLife ? now + TokenLife : loggedIn + LoginLife;
        var token = SessionToken.Sign(key.Key.Value!, key.Name, new SessionClaims(user, now.ToUnixTimeSeconds(), expires.ToUnixTimeSeconds(), loggedIn.ToUnixTimeMilliseconds()));
        return (token, expires);
    }

    /// <returns>Who it is, and when they logged in; null where the token is none of ours, is over, or its user's sessions were ended.</returns>
    public async ValueTask<(Principal Principal, DateTimeOffset LoggedIn)?> Find(string token, CancellationToken stop)
    {
        if (await Key(make: false, stop) is not { } key || SessionToken.Read(key.Key.Value!, key.Name, token) is not { } claims)
            return null;
        if (claims.Expires <= time.GetUtcNow().ToUnixTimeSeconds() || !UserId.IsWellFormed(claims.Subject))
            return null;
        var loggedIn = DateTimeOffset.FromUnixTimeMilliseconds(claims.LoggedIn);
        return catalogue.Find(new UserId(claims.Subject).EntityId)?.Order is UserState { IsThere: true, Disabled: false } user && loggedIn >= Floor(user.SessionsFrom)
            ? (new Principal($"user:{claims.Subject}", user.Role) { User = claims.Subject }, loggedIn)
            : null;
    }

    public void Dispose() => _opening.Dispose();

    private static DateTimeOffset Floor(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private async ValueTask<Opened?> Key(bool make, CancellationToken stop)
    {
        var order = catalogue.Find(SigningId.Tokens)?.Order as SigningState ?? SigningState.None;
        if (_opened is { } open && open.Name == order.Name)
            return open;
        await _opening.WaitAsync(stop);
        try
        {
            if (order.Name is null)
                order = (await entities.Read(SigningId.Tokens)).Order as SigningState ?? SigningState.None;
            if (order.Name is null && make)
                order = await Make(stop);
            if (order is not { Name: { } name, Private: { } box })
                return null;
            if (_opened?.Name == name)
                return _opened;
            var clear = await secrets.Open(box, stop);
            return clear is null ? null : _opened = new Opened(name, new ThreadLocal<ECDsa>(() => From(clear)));
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Two nodes may do so at once: the first is kept, and both use it.</summary>
    private async Task<SigningState> Make(CancellationToken stop)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var box = await secrets.Seal(new Secret(Convert.ToBase64String(key.ExportPkcs8PrivateKey())), stop);
        var reply = await entities.Ask(SigningId.Tokens, new SignWith(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), box), new CommandId(Guid.NewGuid()), expectedVersion: 0);
        if (reply is Done done)
            await catalogue.Learn(SigningId.Tokens, done, Origin.System.Who);
        else
            await secrets.Destroy(box, stop);
        return (await entities.Read(SigningId.Tokens)).Order as SigningState ?? SigningState.None;
    }

    private static ECDsa From(Secret clear)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(clear.Reveal()), out _);
        return key;
    }
}
