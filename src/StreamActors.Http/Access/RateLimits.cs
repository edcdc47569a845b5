using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using StreamActors.Domain.Addresses;

namespace StreamActors.Http;

/// <summary>The rate limits: requests per principal, failed credentials per address.</summary>
internal sealed class RateLimits(AuthorizerRules rules) : IDisposable
{
    private const int WrongCredentialsPerMinute = 30;
    private const int AnonymousRefusalsPerMinute = 30;
    private const int KnownRefusalsPerMinute = 600;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>The window ends at the time given; text and Retry-After use the same number.</summary>
    public static Outcome TooManyGuesses { get; } = Outcome.Refused(
        "too-many-requests", string.Create(CultureInfo.InvariantCulture,
            $"Too many wrong credentials: try again in {Window.TotalSeconds:0} s.")) with { RetryAfter = Window };

    private readonly PartitionedRateLimiter<string> _asking =
        PartitionedRateLimiter.Create<string, string>(who => rules.RequestsPerSecond == 0
        ? RateLimitPartition.GetNoLimiter(who)
        : RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rules.RequestsPerSecond * 2,
            TokensPerPeriod = Math.Max(1, rules.RequestsPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(rules.RequestsPerSecond < 10 ? 1000.0 / rules.RequestsPerSecond : 100),
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<string> _guessing = PerMinute(WrongCredentialsPerMinute);
    private readonly PartitionedRateLimiter<string> _strangers = PerMinute(AnonymousRefusalsPerMinute);
    private readonly PartitionedRateLimiter<string> _known = PerMinute(KnownRefusalsPerMinute);

    public static string AddressKey(HttpContext http) => PeerNetwork.Of(http.Connection.RemoteIpAddress ?? IPAddress.None).ToString();

    /// <summary>Limits password guesses per user, from any address, for callers with a stolen session.</summary>
    public static string PasswordOf(string user) => $"password of {user}";

    public bool MayAsk(string who)
    {
        using var lease = _asking.AttemptAcquire(who);
        return lease.IsAcquired;
    }

    /// <summary>Counts an attempt before anything is asked for it, so that many at the same time are not more than many in turn.</summary>
    public bool MayTry(string limitKey)
    {
        using var lease = _guessing.AttemptAcquire(limitKey);
        return lease.IsAcquired;
    }

    public void WasWrong(string limitKey) => _guessing.AttemptAcquire(limitKey).Dispose();

    /// <summary>Limits audit entries, so that failed requests cannot flood the timeline; known principals have a higher limit.</summary>
    public bool MayTell(Principal principal, string limitKey)
    {
        using var lease = principal.Role is null ? _strangers.AttemptAcquire(limitKey) : _known.AttemptAcquire(principal.Who);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        _strangers.Dispose();
        _known.Dispose();
        _asking.Dispose();
        _guessing.Dispose();
    }

    private static PartitionedRateLimiter<string> PerMinute(int permits) => PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetFixedWindowLimiter(who,
        _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window, QueueLimit = 0 }));
}
