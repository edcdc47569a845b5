namespace StreamActors.Storage;

/// <summary>Who may send media: each node renews its row until it dies, and nobody takes over before it has lapsed.</summary>
internal static class NodeLeaseTable
{
    public static string Create(Dialect _) => """
        CREATE TABLE node_lease (
            node text NOT NULL PRIMARY KEY,
            holder text NOT NULL,
            expires bigint NOT NULL);
        """;
}
