using StreamActors.Kernel;

namespace StreamActors.Server;

/// <summary>What a node of a cluster must be told that a type alone does not say: which ways in go together, and what may be open.</summary>
internal static class ClusterRules
{
    public static IEnumerable<(string Key, string Wanted)> Faults(StreamActorsOptions options)
    {
        var (cluster, management, points) = (options.Cluster, options.Cluster.Management, options.Cluster.Bootstrap.ContactPoints);
        var others = !cluster.Join.IsEmpty ? "cluster.join names another node" : !points.IsEmpty ? "cluster.bootstrap.contact-points names other nodes" : null;
        if (options.Runtime == RuntimeChoice.Cluster && others is not null && options.Journal.Database == DatabaseChoice.Sqlite)
            yield return ("journal.database", $"postgresql where {others}, since a SQLite file belongs to one node alone");
        if (options.Runtime == RuntimeChoice.Embedded && (others ?? (management.IsOn ? "cluster.management.port is set" : null)) is { } meant)
            yield return ("runtime", $"cluster where {meant}");
        if (!management.IsHostAddress)
            yield return ("cluster.management.host", "an address such as 127.0.0.1, or localhost");
        else if (management is { IsOn: true, OpenToNetwork: false, Listen.IsLoopback: false })
            yield return ("cluster.management.host", "an address of this machine alone (127.0.0.1, ::1 or localhost), or cluster.management.open-to-network = true, since no credentials are asked for there");
        if (management.Port is < 0 or > 65_535)
            yield return ("cluster.management.port", "a port, or 0 for none");
        foreach (var fault in points.IsEmpty ? [] : BootstrapFaults(cluster))
            yield return fault;
    }

    private static IEnumerable<(string Key, string Wanted)> BootstrapFaults(ClusterOptions cluster)
    {
        if (!cluster.Join.IsEmpty)
            yield return ("cluster.bootstrap.contact-points", $"empty where cluster.join is '{cluster.Join}', or cluster.join empty, since a node joins in one way only");
        if (!cluster.Management.IsOn)
            yield return ("cluster.management.port", "a port where cluster.bootstrap.contact-points names nodes, since nodes ask each other on that port");
        if (cluster.Management.Host is "0.0.0.0" or "::")
            yield return ("cluster.management.host", "the very address by which cluster.bootstrap.contact-points names this node");
        else if (cluster.Management.Port is > 0 and <= 65_535 && !cluster.Bootstrap.ContactPoints.All.Contains(cluster.Management.Listen.ToString(), StringComparer.Ordinal))
            yield return ("cluster.bootstrap.contact-points", $"a list with this node in it as well, as cluster.management says it: {cluster.Management.Listen}");
        if (!EntityId.IsWellFormed(cluster.Bootstrap.Service))
            yield return ("cluster.bootstrap.service", "a name of lower-case letters, digits and dashes that begins with a letter or digit");
    }
}
