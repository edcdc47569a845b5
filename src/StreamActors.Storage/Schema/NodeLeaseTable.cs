namespace StreamActors.Storage;

/// <summary>
/// Who may send media: each process renews its row until it dies, and nobody takes over before it has lapsed. Times are
/// milliseconds of the database's own clock, so that the clocks of the nodes need not agree. A row that is gone, or that
/// has another epoch, is lost to its process for good.
/// </summary>
internal static class NodeLeaseTable
{
    public static string Create(Dialect _) => """
        CREATE TABLE node_lease (
            node text NOT NULL PRIMARY KEY,
            address text NOT NULL,
            runtime text NOT NULL,
            process integer NOT NULL,
            started bigint NOT NULL,
            epoch bigint NOT NULL,
            expires bigint NOT NULL);
        """;
}
