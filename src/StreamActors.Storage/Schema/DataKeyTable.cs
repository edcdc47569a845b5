namespace StreamActors.Storage;

/// <summary>
/// One key per secret, wrapped by the master key; deleting its row destroys the secret. Two rows are special: <c>master</c> verifies the
/// master key (with the parameters of a passphrase), <c>hash</c> is the key of the keyed hash.
/// </summary>
internal static class DataKeyTable
{
    public static string Create(Dialect dialect) => $"""
        CREATE TABLE data_keys (
            id text NOT NULL PRIMARY KEY,
            wrapped {dialect.Bytes} NOT NULL,
            derivation text NULL,
            created bigint NOT NULL);
        """;
}
