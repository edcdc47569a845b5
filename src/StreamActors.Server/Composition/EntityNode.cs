using StreamActors.Kernel;
using StreamActors.Runtime;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>The services a node is built from.</summary>
/// <param name="Akka">The operator's configuration of Akka.NET.</param>
internal sealed record Ground(
    StreamActorsOptions Options, string Akka, IReadOnlyList<EntityKind> Kinds, Vocabulary Words,
    IDatabase Database, CommitBell Bell, IJournal Journal, ITimeline Timeline, ITakeOvers TakeOvers,
    ILoggerFactory Logs, TimeProvider Time);

/// <summary>Starts the Akka.NET node that hosts the entities, alone or in a cluster.</summary>
internal static class EntityNode
{
    /// <summary>Akka stops remaining shards this long before the hand-over timeout.</summary>
    private static readonly TimeSpan ShardMargin = TimeSpan.FromSeconds(5);

    public static async Task<ClusterNode> Start(Ground ground)
    {
        var options = ground.Options;
        try
        {
            return await ClusterNode.Start(
                Options(ground), ground.Journal, ground.Timeline, ground.Time, ground.Logs,
                options.Shutdown.Grace + (options.Cluster.IsAlone ? ShardMargin : options.Cluster.HandOver));
        }
        catch (NodeNotStartedException failure)
        {
            throw new StartRefusedException(ExitCode.Unavailable, Words(options, failure.Message), failure);
        }
    }

    private static string Words(StreamActorsOptions options, string why) => options.Cluster.IsAlone
        ? $"Akka.NET failed to start ({why}): check akka {{ … }} in the configuration."
        : $"The cluster node failed to start on {options.Cluster.ListenAt} ({why}). "
            + "Choose another address with --streamactors.cluster.listen=HOST:PORT.";

    private static AkkaRuntimeOptions Options(Ground ground) => new(ground.Options.Node, ground.Kinds, ground.Words)
    {
        Cluster = Settings(ground.Options.Cluster, ground.Options.Shutdown.Grace),
        Hocon = PbmConfiguration.Under(ground.Akka, ground.Options),
        Sql = ground.Options.Journal.Plugin == JournalPlugin.AkkaPersistenceSql ? Sql(ground.Database, ground.Bell) : null,
        Leases = new SqlLeases(ground.Database),
        Deadline = ground.Options.Entities.Deadline,
        WakesAtOnce = ground.Options.Entities.WakesAtOnce,
        Chance = House.Chance,
        TakeOvers = ground.TakeOvers,
    };

    private static AkkaPersistenceSql? Sql(IDatabase database, CommitBell bell) => database.Foreign is not { } foreign
        ? null
        : new(database.Dialect == Dialect.Postgres, foreign.Connect)
        {
            Opened = foreign.Opened,
            Guard = foreign.Guard,
            Explain = foreign.Explain,
            IsDuplicate = ForeignWriter.IsDuplicate,
            Committed = bell.Ring,
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
