namespace StreamActors.Storage;

/// <summary>One key per secret, wrapped by the master key that is named beside it; a destroyed one keeps its row and loses its key.</summary>
internal static class DataKeyTable
{
    public static string Create(Dialect dialect) => $"""
        CREATE TABLE data_keys (
            id text NOT NULL PRIMARY KEY,
            wrapped {dialect.Bytes} NULL,
            master text NOT NULL,
            created bigint NOT NULL,
            destroyed bigint NULL);
        CREATE INDEX data_keys_master_idx ON data_keys (master);
        """;
}
