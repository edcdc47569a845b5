namespace StreamActors.Storage;

/// <summary>What is derived from the journal: how far each follower has come, and who wants to be awake.</summary>
internal static class FollowTables
{
    public static string Create(Dialect _) => """
        CREATE TABLE cursors (
            name text NOT NULL PRIMARY KEY,
            position bigint NOT NULL);

        CREATE TABLE wanted (
            kind text NOT NULL,
            id text NOT NULL,
            PRIMARY KEY (kind, id));
        """;
}
