using StreamActors.Kernel;

namespace StreamActors.Server;

/// <summary>Validation across cluster options: which ways to join can be combined, and what may be open to the network.</summary>
internal static class ClusterRules
{
    /// <param name="namesSeedNodes">Whether <c>akka { … }</c> contains seed nodes.</param>
    public static IEnumerable<(string Key, string Wanted)> Faults(StreamActorsOptions options, bool namesSeedNodes)
    {
        var (cluster, management, points) = (options.Cluster, options.Cluster.Management, options.Cluster.Bootstrap.ContactPoints);
        var others = !cluster.Join.IsEmpty ? "cluster.join names another node"
            : !points.IsEmpty ? "cluster.bootstrap.contact-points names other nodes"
            : "cluster.listen lets others join";
        if (!cluster.IsAlone && options.Journal.Database == DatabaseChoice.Sqlite)
            yield return ("journal.database", $"postgresql if {others}, since a SQLite file can be used by one node only");
        if (cluster.IsAlone && namesSeedNodes)
        {
            yield return ("cluster.join", "HOST:PORT of the nodes that akka.cluster.seed-nodes names, or akka.cluster.seed-nodes left out: "
                + "without cluster.join or cluster.listen this is a single node and joins no cluster");
        }
        if (!management.IsHostAddress)
            yield return ("cluster.management.host", "an address such as 127.0.0.1, or localhost");
        else if (management is { IsOn: true, OpenToNetwork: false, Listen.IsLoopback: false })
            yield return ("cluster.management.host",
                "a loopback address (127.0.0.1, ::1 or localhost), or cluster.management.open-to-network = true, since this endpoint "
                    + "requires no credentials");
        if (management.Port is < 0 or > 65_535)
            yield return ("cluster.management.port", "a port, or 0 for none");
        foreach (var fault in points.IsEmpty ? [] : BootstrapFaults(cluster))
            yield return fault;
    }

    private static IEnumerable<(string Key, string Wanted)> BootstrapFaults(ClusterOptions cluster)
    {
        if (!cluster.Join.IsEmpty)
            yield return ("cluster.bootstrap.contact-points",
                $"empty if cluster.join is '{cluster.Join}', or cluster.join empty, since they are alternatives");
        if (!cluster.Management.IsOn)
            yield return ("cluster.management.port",
                "a port above 0 with cluster.bootstrap.contact-points, since nodes contact each other on that port");
        if (cluster.Management.Host is "0.0.0.0" or "::")
            yield return ("cluster.management.host", "the address this node has in cluster.bootstrap.contact-points");
        else if (cluster.Management.Port is > 0 and <= 65_535
            && !cluster.Bootstrap.ContactPoints.All.Contains(cluster.Management.Listen.ToString(), StringComparer.Ordinal))
            yield return ("cluster.bootstrap.contact-points",
                $"a list that includes this node, with the address in cluster.management: {cluster.Management.Listen}");
        if (!EntityId.IsWellFormed(cluster.Bootstrap.Service))
            yield return ("cluster.bootstrap.service",
                "a name of lower-case letters, digits and dashes that begins with a letter or digit");
    }
}
