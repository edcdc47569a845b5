using StreamActors.Kernel;
using StreamActors.Runtime;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>What a node is given.</summary>
/// <param name="Akka">What the operator wrote for Akka itself.</param>
internal sealed record Ground(
    StreamActorsOptions Options, string Akka, IReadOnlyList<EntityKind> Kinds, Vocabulary Words,
    IDatabase Database, CommitBell Bell, IJournal Journal, ITimeline Timeline, ITakeOvers TakeOvers,
    ILoggerFactory Logs, TimeProvider Time);

/// <summary>What carries the entities: a node of Akka.NET, alone or among others.</summary>
internal static class EntityNode
{
    /// <summary>Akka's shards stop what still goes on so long before the time for a hand-over is up.</summary>
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
        ? $"Akka.NET cannot be started ({why}): see what akka {{ … }} says in the configuration."
        : $"This node of the cluster cannot be started on {options.Cluster.ListenAt} ({why}). "
            + "Choose another address with --streamactors.cluster.listen=HOST:PORT.";

    private static AkkaRuntimeOptions Options(Ground ground) => new(ground.Options.Node, ground.Kinds, ground.Words)
    {
        Cluster = Settings(ground.Options.Cluster, ground.Options.Shutdown.Grace),
        Hocon = PbmConfiguration.Under(ground.Akka, ground.Options),
        Sql = ground.Options.Journal.Plugin == PluginChoice.AkkaPersistenceSql ? Sql(ground.Database, ground.Bell) : null,
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

    /// <param name="grace">There is nobody to hand over to from a single node: its stop may take as long as any.</param>
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
