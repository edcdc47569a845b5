using Akka.Actor;
using Akka.Discovery.Config.Hosting;
using Akka.Hosting;
using Akka.Management.Cluster.Bootstrap;
using Akka.Management.Dsl;

namespace StreamActors.Runtime;

/// <summary>The addresses where nodes ask each other over HTTP whether a cluster exists, before they join or form one.</summary>
/// <param name="Service">The service name, the same on all nodes.</param>
/// <param name="All"><c>host:port</c> of every node's <see cref="ClusterPages"/>: all must respond before a node forms a cluster.</param>
/// <param name="Own">This node's entry in the list.</param>
public sealed record ContactPoints(string Service, IReadOnlyList<string> All, string Own);

/// <summary>
/// Akka.Management's Cluster Bootstrap without its HTTP server: our own serves the contact points. The list is static, so there is no need
/// to wait until it is stable.
/// </summary>
internal static class Bootstrap
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static AkkaConfigurationBuilder WithBootstrap(this AkkaConfigurationBuilder builder, ContactPoints? points) =>
        points is null ? builder : builder
        .WithConfigDiscovery(discovery => discovery.Services.Add(new Service { Name = points.Service, Endpoints = [.. points.All] }))
        .WithClusterBootstrap(
            bootstrap =>
            {
                bootstrap.ContactPointDiscovery.ServiceName = points.Service;
                bootstrap.ContactPointDiscovery.RequiredContactPointsNr = points.All.Count;
                bootstrap.ContactPointDiscovery.StableMargin = Interval;
                bootstrap.ContactPoint.ProbeInterval = Interval;
                bootstrap.ContactPoint.FilterOnFallbackPort = false; // several may be on one machine
                bootstrap.ContactPoint.FallbackPort = new Uri($"http://{points.Own}").Port; // else Akka.Management's own port is used
            },
            autoStart: false);

    public static Task Begin(ActorSystem system, ContactPoints points)
    {
        var bootstrap = ClusterBootstrap.Get(system);
        // tells it which contact point is its own
        bootstrap.Routes(ManagementRouteProviderSettings.Create(new Uri($"http://{points.Own}"), readOnly: true));
        return bootstrap.Start();
    }
}
