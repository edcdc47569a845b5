using System.Net;
using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming;

/// <summary>An RTMP input that publishers send to, without FFmpeg.</summary>
internal static class RtmpPlans
{
    /// <summary>What a player's connection is listed as.</summary>
    public static string Player(bool isTls) => isTls ? "rtmps" : "rtmp";

    /// <exception cref="NotStartedException">It cannot listen there.</exception>
    public static PublisherIngest Start(RelayHost host, RtmpListeners listeners, OpenedAddress address, InputLanding landing)
    {
        var (local, route) = (Local(address), Route(address));
        return PublisherIngest.Start(host, landing, ingest => listeners.Open(local, route, ingest));
    }

    public static RtmpRoute Route(OpenedAddress address)
    {
        // With mode=listen the path is the application; addresses stored before keys became secrets have the key as its last part, which
        // is the same to a route.
        var path = RtmpPath.Of(address, tls: false, keyInPath: true);
        return new RtmpRoute(path.Application, path.Key?.Reveal());
    }

    private static IPEndPoint Local(OpenedAddress address)
    {
        var target = address.Target;
        return target.Host == "localhost" ? new IPEndPoint(IPAddress.Loopback, target.Port)
            : IPAddress.TryParse(target.Host.Trim('[', ']'), out var ip) ? new IPEndPoint(ip, target.Port)
            : throw new NotStartedException(new DriverEnd(
                ErrorClass.BadUrl, $"{target.Host} is not an IP address of this machine to listen on: use 0.0.0.0 for all of them."));
    }
}
