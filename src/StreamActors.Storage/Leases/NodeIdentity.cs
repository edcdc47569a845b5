namespace StreamActors.Storage;

/// <summary>The holder of a lease.</summary>
/// <param name="Runtime">Whether others may share the database: <see cref="Alone"/> or <see cref="Cluster"/>.</param>
public sealed record NodeIdentity(string Node, string Address, string Runtime, int Process, DateTimeOffset Started)
{
    /// <summary>Stored values. Older programs call a single node "embedded", and must still recognize it.</summary>
    public const string Alone = "embedded", Cluster = "cluster";

    private string Sort => Runtime == Alone ? "single node" : Runtime;

    public override string ToString() => FormattableString.Invariant(
        $"node '{Node}' at {Address} ({Sort}, process {Process}, since {Started.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z)");
}

/// <summary>The start is refused: another process uses this database or data folder. The message names it.</summary>
public sealed class AlreadyRunningException(string message) : Exception(message);
