namespace StreamActors.Storage;

/// <summary>Who holds a lease, for whoever is refused.</summary>
/// <param name="Runtime">Whether others may be beside it on the database: <see cref="Alone"/> or <see cref="Cluster"/>.</param>
public sealed record NodeIdentity(string Node, string Address, string Runtime, int Process, DateTimeOffset Started)
{
    /// <summary>As they are stored. Programs of before call a single node "embedded", and must go on seeing it.</summary>
    public const string Alone = "embedded", Cluster = "cluster";

    private string Sort => Runtime == Alone ? "single node" : Runtime;

    public override string ToString() => FormattableString.Invariant(
        $"node '{Node}' at {Address} ({Sort}, process {Process}, since {Started.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z)");
}

/// <summary>The start is refused: another process lives on this database or in this data folder. The message says which.</summary>
public sealed class AlreadyRunningException(string message) : Exception(message);
