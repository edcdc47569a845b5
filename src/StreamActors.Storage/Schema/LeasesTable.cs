namespace StreamActors.Storage;

/// <summary>Named leases of the cluster, such as for downing after a partition. Times as in <see cref="NodeLeaseTable"/>.</summary>
internal static class LeasesTable
{
    public static string Create(Dialect _) => """
        CREATE TABLE leases (
            name text NOT NULL PRIMARY KEY,
            owner text NOT NULL,
            expires bigint NOT NULL);
        """;
}
