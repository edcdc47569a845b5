using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;

namespace StreamActors.Runtime;

/// <summary>The transport between nodes; a single node has none and does not listen.</summary>
internal static class Transport
{
    /// <summary>A single node waits for no others.</summary>
    private static readonly Config Alone = ConfigurationFactory.ParseString("""
        akka.cluster {
          periodic-tasks-initial-delay = 20ms
          singleton { hand-over-retry-interval = 100ms, min-number-of-hand-over-retries = 150 }
        }
        """);

    /// <summary>Defaults, which the operator may override.</summary>
    public static AkkaConfigurationBuilder WithTransport(this AkkaConfigurationBuilder builder, AkkaRuntimeOptions options)
    {
        var cluster = options.Cluster;
        return cluster.IsAlone
            ? builder.AddHocon(Alone, HoconAddMode.Prepend)
            : builder.WithRemoting(new RemoteOptions { HostName = cluster.Host, PublicHostName = cluster.Host, Port = cluster.Port });
    }

    /// <summary>Fixed settings of a single node, above the operator's: a private in-memory transport, and no seeds.</summary>
    public static AkkaConfigurationBuilder WithoutNetwork(this AkkaConfigurationBuilder builder, AkkaRuntimeOptions options) =>
        options.Cluster.IsAlone ? builder.AddHocon(InMemory(options.System), HoconAddMode.Prepend) : builder;

    private static Config InMemory(string system) => ConfigurationFactory.ParseString($$"""
        akka.remote {
          enabled-transports = ["akka.remote.mem"]
          mem {
            transport-class = "Akka.Remote.Transport.TestTransport, Akka.Remote"
            applied-adapters = []
            registry-key = "{{Guid.NewGuid():N}}"
            local-address = "test://{{system}}@alone:1"
            maximum-payload-bytes = 4000000b
            scheme-identifier = test
          }
        }
        akka.cluster { seed-nodes = [], min-nr-of-members = 1 }
        """);
}
