using System.Globalization;
using System.Net;
using Akka.Configuration;

namespace StreamActors.Runtime;

/// <summary>This runtime's Akka configuration: defaults, and what an operator cannot override.</summary>
internal static class RuntimeHocon
{
    /// <summary>Defaults, which the operator may override.</summary>
    public static Config Settings(ClusterSettings cluster, int wakesAtOnce) => ConfigurationFactory.ParseString($$"""
        akka.stdout-logger-class = "{{NameOf<SilentLogger>()}}"
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.scheduler.tick-duration = 50ms # each tick wakes two threads: at 10 ms an idle server takes 1.5 % of a core for them
        akka.cluster {
          gossip-interval = {{Millis(cluster.GossipInterval)}}
          leader-actions-interval = {{Millis(cluster.GossipInterval)}}
          unreachable-nodes-reaper-interval = {{Millis(cluster.GossipInterval)}}
          down-removal-margin = {{Millis(cluster.TakeoverMargin)}}
          failure-detector {
            heartbeat-interval = {{Millis(cluster.HeartbeatInterval)}}
            acceptable-heartbeat-pause = {{Millis(cluster.AcceptablePause)}}
            expected-response-after = {{Millis(cluster.HeartbeatInterval)}}
          }
          split-brain-resolver.stable-after = {{Millis(cluster.StableAfter)}}
          sharding {
            handoff-timeout = {{Millis(cluster.HandOver)}}
            retry-interval = 500ms
            updating-state-timeout = 2s
          }
        }
        akka.persistence {
          max-concurrent-recoveries = {{wakesAtOnce}}
          journal.plugin = "akka.persistence.journal.streamactors"
          snapshot-store.plugin = "akka.persistence.snapshot-store.streamactors"
          journal.streamactors {
            class = "{{NameOf<JournalPlugin>()}}"
            plugin-dispatcher = "akka.actor.default-dispatcher"
            recovery-event-timeout = 3600000 # ms, parsed for every entity; the storage has its own timeouts, with a reason
          }
          snapshot-store.streamactors {
            class = "{{NameOf<SnapshotPlugin>()}}"
            plugin-dispatcher = "akka.actor.default-dispatcher"
            circuit-breaker { max-failures = 1000000000, call-timeout = 1d, reset-timeout = 1s }
          }
        }
        akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = {{Millis(cluster.HandOver)}}
        """);

    /// <summary>
    /// Fixed settings, above the operator's: our own table holds the entities to activate, and an entity itself knows when it is idle, so
    /// sharding must store neither, and nothing on disk.
    /// </summary>
    public static readonly Config Invariants = ConfigurationFactory.ParseString($$"""
        {{EntityMailbox.Id}}.mailbox-type = "{{NameOf<EntityMailbox>()}}"
        akka.cluster.sharding {
          remember-entities = off
          state-store-mode = ddata
          distributed-data.durable.keys = []
          passivate-idle-entity-after = off
        }
        akka.cluster.distributed-data.durable.keys = []
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off # the server handles signals; one during the start ends it at once
        """);

    /// <exception cref="InvalidOperationException">It would listen on the network without TLS.</exception>
    public static void RefuseOpenNetwork(ClusterSettings cluster, Config written)
    {
        var host = written.GetString("akka.remote.dot-netty.tcp.hostname", cluster.Host);
        var isOfThisMachine = string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        if (isOfThisMachine)
            return;
        const string Ssl = "akka.remote.dot-netty.tcp.ssl";
        if (written.GetBoolean($"{Ssl}.suppress-validation") || !written.GetBoolean($"{Ssl}.require-mutual-authentication", @default: true))
            throw new InvalidOperationException(
                $"The cluster would listen on {host} without verifying its peers, and anyone who reaches that address could command it: "
                + $"leave {Ssl}.suppress-validation off and {Ssl}.require-mutual-authentication on.");
        if (!written.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"))
            throw new InvalidOperationException(
                $"The cluster would listen on {host} without TLS, and anyone who reaches that address could command it: "
                + "set akka.remote.dot-netty.tcp.enable-ssl = true with a certificate, or streamactors.cluster.host = \"127.0.0.1\".");
    }

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";

    private static string Millis(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");
}
