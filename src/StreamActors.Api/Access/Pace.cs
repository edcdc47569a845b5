using System.Net;
using System.Threading.RateLimiting;

namespace StreamActors.Api;

/// <summary>How much one principal may ask, and how often one address may show credentials that are none.</summary>
internal sealed class Pace(GateRules rules) : IDisposable
{
    private const int WrongCredentialsPerMinute = 30;
    private const int StrangersToldPerMinute = 30;

    private readonly PartitionedRateLimiter<string> _asking = PartitionedRateLimiter.Create<string, string>(who => rules.RequestsPerSecond == 0
        ? RateLimitPartition.GetNoLimiter(who)
        : RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rules.RequestsPerSecond * 2,
            TokensPerPeriod = Math.Max(1, rules.RequestsPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(rules.RequestsPerSecond < 10 ? 1000.0 / rules.RequestsPerSecond : 100),
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<IPAddress> _guessing = PerMinute(WrongCredentialsPerMinute);
    private readonly PartitionedRateLimiter<IPAddress> _telling = PerMinute(StrangersToldPerMinute);

    public bool MayAsk(string who)
    {
        using var lease = _asking.AttemptAcquire(who);
        return lease.IsAcquired;
    }

    /// <summary>Looks without taking: right credentials cost nothing, and from an address that has guessed too often not even they are tried.</summary>
    public bool MayTry(IPAddress address)
    {
        using var lease = _guessing.AttemptAcquire(address, 0);
        return lease.IsAcquired;
    }

    public void WasWrong(IPAddress address) => _guessing.AttemptAcquire(address).Dispose();

    /// <summary>Strangers must not push what happened out of the timeline by knocking.</summary>
    public bool MayTell(IPAddress address)
    {
        using var lease = _telling.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        _telling.Dispose();
        _asking.Dispose();
        _guessing.Dispose();
    }

    private static PartitionedRateLimiter<IPAddress> PerMinute(int permits) => PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}
