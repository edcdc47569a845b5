using StreamActors.Kernel;
using StreamActors.Runtime;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Starts the Akka.NET node that hosts the entities, alone or in a cluster.</summary>
internal static class ClusterSetup
{
    /// <summary>Akka stops remaining shards this long before the hand-over timeout.</summary>
    private static readonly TimeSpan ShardMargin = TimeSpan.FromSeconds(5);

    public static ClusterNode Node(
        StreamActorsOptions options, string akka, Stored stored, IJournal journal, CommitSignal signal, ITimeline timeline,
        ILoggerFactory logs, TimeProvider time) =>
        new(
            new AkkaRuntimeOptions(options.Node, [], stored.Words)
            {
                Cluster = Settings(options.Cluster, options.Shutdown.Grace),
                Hocon = PbmConfiguration.Under(akka, options),
                Sql = options.Journal.Plugin == PluginChoice.AkkaPersistenceSql ? Sql(stored.Database, signal) : null,
                Leases = new SqlLeases(stored.Database),
                Deadline = options.Entities.Deadline,
                WakesAtOnce = options.Entities.WakesAtOnce,
                Chance = Server.Node.Chance,
            },
            journal, timeline, time, logs, options.Shutdown.Grace + (options.Cluster.IsAlone ? ShardMargin : options.Cluster.HandOver));

    public static async Task Start(ClusterNode node, StreamActorsOptions options, IReadOnlyList<EntityKind> kinds, ILeaseHandover handover)
    {
        try
        {
            await node.Start(kinds, handover);
        }
        catch (NodeNotStartedException failure)
        {
            throw new StartRefusedException(ExitCode.Unavailable, Sentence(options, failure.Message), failure);
        }
    }

    private static string Sentence(StreamActorsOptions options, string why) => options.Cluster.IsAlone
        ? $"Akka.NET failed to start ({why}): check akka {{ … }} in the configuration."
        : $"The cluster node failed to start on {options.Cluster.ListenAt} ({why}). "
            + "Choose another address with --streamactors.cluster.listen=HOST:PORT.";

    private static AkkaPersistenceSql? Sql(IDatabase database, CommitSignal signal) => database.Foreign is not { } foreign
        ? null
        : new(database.Dialect == Dialect.Postgres, foreign.Connect)
        {
            Opened = foreign.Opened,
            Guard = foreign.Guard,
            Explain = foreign.Explain,
            ExplainRead = foreign.ExplainRead,
            IsDuplicate = ForeignWriter.IsDuplicate,
            Committed = signal.Ring,
        };

    /// <param name="grace">A single node has no one to hand over to: its shards get the whole grace period.</param>
    private static ClusterSettings Settings(ClusterOptions options, TimeSpan grace) => options.IsAlone
        ? new() { IsAlone = true, GossipInterval = TimeSpan.FromMilliseconds(100), HandOver = grace + ShardMargin }
        : new(options)
        {
            Host = options.ListenAt.Host,
            Port = options.ListenAt.Port,
            SeedNodes = options.Join.All,
            Bootstrap = options.Bootstrap.ContactPoints.IsEmpty
                ? null
                : new ContactPoints(options.Bootstrap.Service, options.Bootstrap.ContactPoints.All, options.Management.Listen.ToString()),
        };
}
