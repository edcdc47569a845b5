using Akka.Discovery.Config.Hosting;
using Akka.Hosting;
using Akka.Http.Dsl;
using Akka.Management;
using Akka.Management.Cluster.Bootstrap;
using Akka.Management.Dsl;
using Ceen;
using Route = System.ValueTuple<string, Akka.Http.Dsl.HttpModuleBase>;

namespace StreamActors.Runtime.Akka;

/// <summary>Akka.Management, for nodes of which none is sure to be there first. Plain HTTP without credentials: loopback only.</summary>
internal static class Management
{
    private const string Service = "streamactors";

    public static AkkaConfigurationBuilder WithManagement(this AkkaConfigurationBuilder builder, ClusterSettings cluster)
    {
        if (cluster.Management.Length == 0)
            return builder;
        var at = new Uri($"http://{cluster.Management}");
        var (host, port) = (at.Host.Trim('[', ']'), at.Port);
        builder.WithAkkaManagement(options =>
        {
            (options.HostName, options.BindHostName) = (host, host);
            (options.Port, options.BindPort) = (port, port);
            options.WithRouteProvider<Members>("members");
        }, autoStart: true);
        return cluster.ContactPoints.Count == 0 ? builder : builder
            .WithConfigDiscovery(options => options.Services.Add(new Service { Name = Service, Endpoints = [.. cluster.ContactPoints] }))
            .WithClusterBootstrap(options =>
            {
                options.ContactPointDiscovery.ServiceName = Service;
                options.ContactPointDiscovery.RequiredContactPointsNr = cluster.ContactsRequired;
                options.ContactPoint.FilterOnFallbackPort = false; // several nodes may be on one machine
            }, autoStart: true);
    }

    /// <summary>GET /cluster/members: what Akka.Management of other languages has, and that of .NET has not. Read only.</summary>
    internal sealed class Members : IManagementRouteProvider
    {
        public Route[] Routes(ManagementRouteProviderSettings settings) => [("/cluster/members", new Page())];

        private sealed class Page : HttpModuleBase
        {
            public override async Task<bool> HandleAsync(IAkkaHttpContext context)
            {
                var state = global::Akka.Cluster.Cluster.Get(context.ActorSystem).State;
                await context.HttpContext.Response.WriteAllJsonAsync(System.Text.Json.JsonSerializer.Serialize(new
                {
                    leader = state.Leader?.ToString(),
                    unreachable = state.Unreachable.Select(m => m.Address.ToString()),
                    members = state.Members.Select(m => new { node = NodeName.Of(m), address = m.Address.ToString(), status = m.Status.ToString() }),
                }));
                return true;
            }
        }
    }
}
