using System.Net.Sockets;
using System.Net;
using System.Security.Cryptography;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <param name="Reach">Of its nearest address; also the limit for its links.</param>
/// <param name="Addresses">All of them, resolved once: connect only to these. Empty if not allowed.</param>
/// <param name="Refusal">Why it is not allowed, or null. With class <see cref="ErrorClass.BadUrl"/> it includes the cure.</param>
public sealed record GuardedTarget(HostPort Target, Reach Reach, IPAddress[] Addresses, Diagnosis? Refusal)
{
    /// <summary>A random address of the family the system prefers, so that retries reach the others too.</summary>
    public IPAddress Address =>
        RandomNumberGenerator.GetItems<IPAddress>([.. Addresses.Where(a => a.AddressFamily == Addresses[0].AddressFamily)], 1)[0];

    /// <summary>Where a refused target leads: "x.example (127.0.0.1) is this machine".</summary>
    internal string Where { get; init; } = "";
}

/// <summary>
/// Decides whether a workload may connect to a host, by all addresses of its name. Connections go to the checked addresses only, so DNS
/// rebinding reaches nothing else.
/// </summary>
public sealed class TargetGuard(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public TargetGuard() : this((host, stop) => Dns.GetHostAddressesAsync(host, stop)) { }

    /// <param name="allowed">The nearest allowed: <see cref="Reach.Private"/>, unless an operator allowed this target more.</param>
    public async Task<GuardedTarget> Check(HostPort target, Reach allowed, CancellationToken stop)
    {
        var (addresses, fault) = await Resolve(target.Host, stop);
        if (fault is not null)
            return new GuardedTarget(target, Reach.Public, [], fault);
        var nearest = addresses.MaxBy(Reaches.Of)!;
        var guarded = new GuardedTarget(target, Reaches.Of(nearest), addresses, null);
        return guarded.Reach <= allowed ? guarded
            : guarded with { Addresses = [], Where = Named(target, nearest), Refusal = Refuse(target, nearest) };
    }

    private async Task<(IPAddress[] Addresses, Diagnosis? Fault)> Resolve(string host, CancellationToken stop)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal)) // FFmpeg also accepts 0x7f.1 and 2130706433 as addresses
            return ([literal], null);
        try
        {
            var addresses = await resolve(host, stop);
            return addresses.Length > 0 ? (addresses, null) : ([], Unknown(host));
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return ([], Unknown(host));
        }
    }

    private static Diagnosis Unknown(string host) => new(ErrorClass.Network, $"The name {host} cannot be resolved.");

    /// <summary>The host, its nearest address if it is a name, and where that is.</summary>
    private static string Named(HostPort target, IPAddress nearest)
    {
        var host = target.Host.Trim('[', ']');
        return $"{(host == nearest.ToString() ? host : $"{host} ({nearest})")} {Where(Reaches.Of(nearest))}";
    }

    private static string Where(Reach reach) => reach switch
    {
        Reach.Loopback => "is this machine",
        Reach.LinkLocal => "is a link-local address",
        _ => "is in the private network",
    };

    private static Diagnosis Refuse(HostPort target, IPAddress nearest) =>
        new(ErrorClass.BadUrl, $"{Named(target, nearest)}. Allow it with media.reach = {Setting(Reaches.Of(nearest))}");

    private static string Setting(Reach reach) => reach switch
    {
        Reach.Loopback => "loopback",
        Reach.LinkLocal => "link-local",
        _ => "private",
    };
}
