using System.Net.Sockets;
using System.Net;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <param name="Reach">How near the nearest of its addresses is: as near its links may lead.</param>
/// <param name="Refusal">Why it may not be used, or null.</param>
public sealed record GuardedTarget(HostPort Target, Reach Reach, Diagnosis? Refusal);

/// <summary>
/// Says whether a workload may talk to a host: by all addresses of its name, not by its name. FFmpeg resolves the name once more by itself, except over
/// HTTP, where the pull gateway connects to the very address that was judged.
/// </summary>
public sealed class TargetGuard(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public TargetGuard() : this((host, stop) => Dns.GetHostAddressesAsync(host, stop)) { }

    /// <param name="allowed">The nearest that is allowed: <see cref="Reach.Private"/>, unless this target was allowed more by somebody.</param>
    public async Task<GuardedTarget> Judge(HostPort target, Reach allowed, CancellationToken stop)
    {
        var (addresses, fault) = await Resolve(target.Host, stop);
        if (fault is not null)
            return new GuardedTarget(target, Reach.Public, fault);
        var reach = addresses.Max(Reaches.Of);
        return new GuardedTarget(target, reach, reach <= allowed ? null : Refuse(target, reach));
    }

    /// <summary>The addresses that may be connected to; for whoever connects itself, as the gateway does. Empty where one of them may not be.</summary>
    public async Task<IPAddress[]> Allowed(string host, Reach allowed, CancellationToken stop)
    {
        var (addresses, _) = await Resolve(host, stop);
        return addresses.Any(address => Reaches.Of(address) > allowed) ? [] : addresses;
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

    private static Diagnosis Refuse(HostPort target, Reach reach) => new(ErrorClass.BadUrl, reach switch
    {
        Reach.Loopback => $"{target} is this machine itself, which is not allowed for it.",
        Reach.LinkLocal => $"{target} is a link-local address, which is not allowed for it.",
        _ => $"{target} is in the private network, which is not allowed for it.",
    });
}
