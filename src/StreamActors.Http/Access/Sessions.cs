using System.Security.Cryptography;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// Login sessions: a token is valid for 24 hours and renewable until 30 days after the login. Role and revocation are checked at each
/// request, so changes take effect at once.
/// </summary>
internal sealed class Sessions(IEntities entities, ISecrets secrets, Catalogue catalogue, History history, TimeProvider time,
    ILogger<Sessions> log) : IDisposable
{
    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(24);
    public static readonly TimeSpan LoginLife = TimeSpan.FromDays(30);

    private readonly SemaphoreSlim _opening = new(1);
    private volatile Ring? _ring;

    /// <summary>The keys of one order: the current one, and possibly the previous one.</summary>
    private sealed record Ring(SigningState Order, IReadOnlyList<Opened> Keys)
    {
        public Opened? Signing => Keys.FirstOrDefault(k => k.Until is null);
    }

    private sealed record Opened(string Name, DateTimeOffset? Until, ThreadLocal<ECDsa> Key);

    /// <param name="endings">The user's count when the password was checked: if sessions were ended since, this one is ended too.</param>
    public async Task<(string Token, DateTimeOffset Expires)> Open(string user, int endings, DateTimeOffset loggedIn,
        CancellationToken stop)
    {
        var key = (await Keys(make: true, stop)).Signing
            ?? throw new InvalidOperationException("There is no key to sign with, though one was made.");
        var now = time.GetUtcNow();
        var expires = now + TokenLife < loggedIn + LoginLife ? now + TokenLife : loggedIn + LoginLife;
        var token = SessionToken.Sign(key.Key.Value!, key.Name,
            new SessionClaims(user, now.ToUnixTimeSeconds(), expires.ToUnixTimeSeconds(), loggedIn.ToUnixTimeMilliseconds(), endings));
        return (token, expires);
    }

    /// <returns>The user, and the time of the login; null if the token is invalid or expired, or its user's sessions were ended.</returns>
    public async ValueTask<(Principal Principal, DateTimeOffset LoggedIn, int Endings)?> Find(string token, CancellationToken stop)
    {
        var ring = await Keys(make: false, stop);
        var now = time.GetUtcNow();
        var claims = ring.Keys.Where(k => k.Until is null || now < k.Until).Select(k => SessionToken.Read(k.Key.Value!, k.Name, token))
            .FirstOrDefault(c => c is not null);
        if (claims is null)
            return null;
        if (claims.Expires <= now.ToUnixTimeSeconds() || !UserId.IsWellFormed(claims.Subject))
            return null;
        var loggedIn = DateTimeOffset.FromUnixTimeMilliseconds(claims.LoggedIn);
        return catalogue.Find(new UserId(claims.Subject).EntityId)?.Order is UserState { IsThere: true, Disabled: false } user
            && claims.Endings == user.Endings
            ? (new Principal($"user:{claims.Subject}", user.Role) { User = claims.Subject,
            Until = DateTimeOffset.FromUnixTimeSeconds(claims.Expires) }, loggedIn, claims.Endings)
            : null;
    }

    /// <summary>Changes the signing key. Keys that are no longer needed are destroyed, in the backups too.</summary>
    public async Task<(SigningState Order, Reply? Refused)> Rotate(bool now, CommandId command, Origin origin, CancellationToken stop)
    {
        var reply = await Choose(command, origin, now ? null : time.GetUtcNow() + TokenLife, expected: null, stop);
        if (reply is not Done { Events: var events })
            return (SigningState.None, reply);
        try
        {
            return (await DestroyWhatIsOver(), null);
        }
        catch (Exception failure) // the key was changed; remaining old keys are destroyed at the next change
        {
            ApiLog.OldKeysLeft(log, failure);
            var chosen = events.OfType<SigningKeyChosen>().Last();
            return (new SigningState(chosen.Name, chosen.Private), null);
        }
    }

    public void Dispose() => _opening.Dispose();

    /// <summary>
    /// Destroys every key that is not in use. None of them is ever used again, so concurrent changes and an earlier partial failure do not
    /// matter.
    /// </summary>
    private async Task<SigningState> DestroyWhatIsOver()
    {
        var orders = (await history.Of(SigningId.Tokens, CancellationToken.None)).Select(s => (SigningState)s.After).ToList();
        var order = orders[^1];
        foreach (var box in orders.Select(o => o.Private).OfType<SealedSecret>()
            .Where(b => b != order.Private && b != order.Before?.Private))
            await secrets.Destroy(box, CancellationToken.None);
        return order;
    }

    private async ValueTask<Ring> Keys(bool make, CancellationToken stop)
    {
        var order = catalogue.Find(SigningId.Tokens)?.Order as SigningState ?? SigningState.None;
        if (_ring is { } ring && ring.Order == order && order.Name is not null)
            return ring;
        await _opening.WaitAsync(stop);
        try
        {
            if (order.Name is null)
                order = await Read();
            if (order.Name is null && make)
                order = await Make(stop);
            if (_ring is { } known && known.Order == order)
                return known;
            List<Opened> keys = [];
            if (order is { Name: { } name, Private: { } box } && await secrets.Open(box, stop) is { } clear)
                keys.Add(new Opened(name, null, new ThreadLocal<ECDsa>(() => From(clear))));
            if (order.Before is { } before && await secrets.Open(before.Private, stop) is { } old)
                keys.Add(new Opened(before.Name, before.Until, new ThreadLocal<ECDsa>(() => From(old))));
            return _ring = new Ring(order, keys);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Two nodes may do this at once: the first key is kept, and both use it.</summary>
    private async Task<SigningState> Make(CancellationToken stop)
    {
        await Choose(new CommandId(Guid.NewGuid()), Origin.System, null, expected: 0, stop);
        return await Read();
    }

    private async Task<Reply> Choose(CommandId command, Origin origin, DateTimeOffset? beforeUntil, long? expected, CancellationToken stop)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var box = await secrets.Seal(new Secret(Convert.ToBase64String(key.ExportPkcs8PrivateKey())), stop);
        var reply = await entities.Ask(SigningId.Tokens, new SignWith(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            box) { BeforeUntil = beforeUntil, Origin = origin }, command, expected);
        if (reply is Done done)
            await catalogue.Learn(SigningId.Tokens, done, origin.Who);
        // The new key is kept if the result is unknown. A repeated request gets the key it created the first time.
        if (reply is not (Done or Unknown)
            || (reply is Done { Events: var events } && events.OfType<SigningKeyChosen>().All(e => e.Private != box)))
            await secrets.Destroy(box, CancellationToken.None);
        return reply;
    }

    /// <summary>After a failed read it is unknown whether a key exists: no token is rejected and no key is created.</summary>
    private async Task<SigningState> Read() => await entities.Read(SigningId.Tokens) is { Failure: null, Order: SigningState order }
        ? order
        : throw new InvalidOperationException("What sessions are signed with could not be read.");

    private static ECDsa From(Secret clear)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(clear.Reveal()), out _);
        return key;
    }
}
