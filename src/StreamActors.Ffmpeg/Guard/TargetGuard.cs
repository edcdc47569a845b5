using System.Net.Sockets;
using System.Net;
using System.Security.Cryptography;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <param name="Reach">How near the nearest of its addresses is: as near its links may lead.</param>
/// <param name="Addresses">All of them, resolved once: whoever connects does so to one of these. Empty where it may not be used.</param>
/// <param name="Refusal">Why it may not be used, or null. One of class <see cref="ErrorClass.BadUrl"/> goes on with what to do then.</param>
public sealed record GuardedTarget(HostPort Target, Reach Reach, IPAddress[] Addresses, Diagnosis? Refusal)
{
    /// <summary>One of them, for who takes only one: of the family that the system prefers, and by chance, so that a retry gets to the others too.</summary>
    public IPAddress Address => RandomNumberGenerator.GetItems<IPAddress>([.. Addresses.Where(a => a.AddressFamily == Addresses[0].AddressFamily)], 1)[0];

    /// <summary>Where it leads, where it is refused for that: "x.example (127.0.0.1) is this machine".</summary>
    internal string Where { get; init; } = "";
}

/// <summary>
/// Says whether a workload may talk to a host: by all addresses of its name, not by its name. What it judged is what is connected to, by the gateways
/// or because FFmpeg is given the address: a name that changes its address in between leads nowhere else.
/// </summary>
public sealed class TargetGuard(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public TargetGuard() : this((host, stop) => Dns.GetHostAddressesAsync(host, stop)) { }

    /// <param name="allowed">The nearest that is allowed: <see cref="Reach.Private"/>, unless this target was allowed more by somebody.</param>
    public async Task<GuardedTarget> Judge(HostPort target, Reach allowed, CancellationToken stop)
    {
        var (addresses, fault) = await Resolve(target.Host, stop);
        if (fault is not null)
            return new GuardedTarget(target, Reach.Public, [], fault);
        var nearest = addresses.MaxBy(Reaches.Of)!;
        var judged = new GuardedTarget(target, Reaches.Of(nearest), addresses, null);
        return judged.Reach <= allowed ? judged : judged with { Addresses = [], Where = Named(target, nearest), Refusal = Refuse(target, nearest) };
    }

    private async Task<(IPAddress[] Addresses, Diagnosis? Fault)> Resolve(string host, CancellationToken stop)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal)) // also 0x7f.1 and 2130706433, which FFmpeg takes for addresses too
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

    /// <summary>The host, its nearest address where it is a name, and where that is.</summary>
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
