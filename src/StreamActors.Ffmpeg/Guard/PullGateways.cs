using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

/// <summary>Opens the gateway of a run whose plan needs one.</summary>
public sealed class PullGateways(TargetGuard guard, ILogger<PullGateways>? logger = null)
{
    /// <summary>Maps checked addresses to those connected to; for tests.</summary>
    internal Func<System.Net.IPEndPoint, System.Net.IPEndPoint> Route { get; init; } = static address => address;

    /// <param name="reach">
    /// The limit for links: they may not lead nearer than the target. A target on this machine allows everything.
    /// </param>
    internal IGateway? Open(FfmpegPlan plan, Reach reach)
    {
        var connect = new CheckedConnection(guard, reach) { Route = Route };
        return plan switch
        {
            { Rtsp: { } link } => new RtspGateway(connect, link, logger),
            { Http: { } link } => new PullGateway(connect, link, logger),
            { Tunnels: true } when reach < Reach.Loopback => new PullGateway(connect, link: null, logger),
            _ => null,
        };
    }
}
