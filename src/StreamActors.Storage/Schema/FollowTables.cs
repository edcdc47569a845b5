namespace StreamActors.Storage;

/// <summary>Derived from the journal: the cursors of followers, and the entities to activate.</summary>
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
