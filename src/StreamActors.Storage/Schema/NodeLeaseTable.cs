namespace StreamActors.Storage;

/// <summary>
/// Who may send media: each process renews its row until it dies, and a takeover waits until it has expired. Times are milliseconds of the
/// database's clock, so that the nodes' clocks need not agree. Without its row and epoch a process has lost its lease for good.
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
