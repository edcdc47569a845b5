using System.Globalization;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Hosting;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Which side survives a partition: the majority, and of two halves the one that gets the lease. So two nodes survive the death of either,
/// and never run separately.
/// </summary>
internal static class Downing
{
    public static AkkaConfigurationBuilder WithDowningByLease(this AkkaConfigurationBuilder builder, AkkaRuntimeOptions options)
    {
        if (options.Cluster.IsAlone || options.Leases is not { } leases)
            return builder;
        builder.AddSetup(new LeasesSetup(leases));
        return builder.AddHocon(Settings(options.Cluster), HoconAddMode.Prepend);
    }

    /// <summary>
    /// The lease is kept for a while after the decision: the other side may ask for it later. A node waits as long as a dead holder's lease
    /// lasts, so that two successive failures also leave a survivor.
    /// </summary>
    private static Config Settings(ClusterSettings cluster) =>
        ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        akka.cluster {
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver {
            active-strategy = lease-majority
            lease-majority {
              lease-implementation = streamactors-lease
              acquire-lease-delay-for-minority = {{cluster.StableAfter.TotalMilliseconds:0}}ms
              release-after = 20s
            }
          }
        }
        streamactors-lease {
          lease-class = "{{typeof(DatabaseLease).FullName}}, {{typeof(DatabaseLease).Assembly.GetName().Name}}"
          heartbeat-interval = 1s
          heartbeat-timeout = 4s
          lease-operation-timeout = 2s
        }
        """));
}

/// <summary>Passes the leases to <see cref="DatabaseLease"/>, which Akka creates by its type name.</summary>
internal sealed class LeasesSetup(ILeases leases) : Setup
{
    public ILeases Leases => leases;
}
