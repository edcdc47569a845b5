using StreamActors.Runtime.Akka;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>A node among others, or the first of them: the entities live wherever the cluster puts them.</summary>
internal static class Cluster
{
    public static async Task<Carrier> Start(Ground ground)
    {
        var options = ground.Options;
        try
        {
            var node = await ClusterNode.Start(Options(ground), ground.Journal, ground.Timeline, ground.Time, ground.Logs, options.Shutdown.Grace + options.Cluster.HandOver);
            return new Carrier(node.Entities, node.Cluster, node.Telemetry, node.Ended, node.DisposeAsync) { Pages = node.Pages };
        }
        catch (NodeNotStartedException failure)
        {
            throw new StartRefusedException(
                ExitCode.Unavailable, $"This node of the cluster cannot be started on {options.Cluster.Listen} ({failure.Message}). Choose another address with --streamactors.cluster.listen=HOST:PORT.", failure);
        }
    }

    private static AkkaRuntimeOptions Options(Ground ground) => new(ground.Options.Node, ground.Kinds, ground.Words)
    {
        Cluster = Settings(ground.Options.Cluster),
        Hocon = ground.Akka,
        Leases = new SqlLeases(ground.Database),
        Deadline = ground.Options.Embedded.Deadline,
        WakesAtOnce = ground.Options.Embedded.WakesAtOnce,
        Chance = House.Chance,
        TakeOvers = ground.TakeOvers,
    };

    private static ClusterSettings Settings(ClusterOptions options) => new()
    {
        Host = options.Listen.Host,
        Port = options.Listen.Port,
        SeedNodes = options.Join.All,
        Bootstrap = options.Bootstrap.ContactPoints.IsEmpty
            ? null
            : new ContactPoints(options.Bootstrap.Service, options.Bootstrap.ContactPoints.All, options.Management.Listen.ToString()),
        HeartbeatInterval = options.HeartbeatInterval,
        AcceptablePause = options.AcceptablePause,
        GossipInterval = options.GossipInterval,
        StableAfter = options.StableAfter,
        TakeoverMargin = options.TakeoverMargin,
        HandOver = options.HandOver,
    };
}
