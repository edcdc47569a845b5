using Akka.Actor;
using Akka.Discovery.Config.Hosting;
using Akka.Hosting;
using Akka.Management.Cluster.Bootstrap;
using Akka.Management.Dsl;

namespace StreamActors.Runtime;

/// <summary>Where the nodes of a cluster ask each other over HTTP whether there is one, before they join or begin it.</summary>
/// <param name="Service">The name the list goes by; the same on all nodes.</param>
/// <param name="All"><c>host:port</c> of every node's <see cref="ClusterPages"/>: all must have answered before one begins a cluster.</param>
/// <param name="Own">This node's, as it stands in the list.</param>
public sealed record ContactPoints(string Service, IReadOnlyList<string> All, string Own);

/// <summary>
/// Akka.Management's Cluster Bootstrap, without its HTTP server: the house answers the contact points itself. A list does
/// not change while it is read, so that nothing is gained by waiting until it has been the same for a while.
/// </summary>
internal static class Bootstrap
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static AkkaConfigurationBuilder WithBootstrap(this AkkaConfigurationBuilder builder, ContactPoints? points) => points is null ? builder : builder
        .WithConfigDiscovery(discovery => discovery.Services.Add(new Service { Name = points.Service, Endpoints = [.. points.All] }))
        .WithClusterBootstrap(
            bootstrap =>
            {
                bootstrap.ContactPointDiscovery.ServiceName = points.Service;
                bootstrap.ContactPointDiscovery.RequiredContactPointsNr = points.All.Count;
                bootstrap.ContactPointDiscovery.StableMargin = Every;
                bootstrap.ContactPoint.ProbeInterval = Every;
                bootstrap.ContactPoint.FilterOnFallbackPort = false; // several of them may be on one machine
                bootstrap.ContactPoint.FallbackPort = new Uri($"http://{points.Own}").Port; // else Akka.Management is asked for its own
            },
            autoStart: false);

    public static Task Begin(ActorSystem system, ContactPoints points)
    {
        var bootstrap = ClusterBootstrap.Get(system);
        bootstrap.Routes(ManagementRouteProviderSettings.Create(new Uri($"http://{points.Own}"), readOnly: true)); // so it hears which contact point is its own
        return bootstrap.Start();
    }
}
