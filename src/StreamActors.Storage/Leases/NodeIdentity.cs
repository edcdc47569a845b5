namespace StreamActors.Storage;

/// <summary>Who holds a lease, for whoever is refused.</summary>
/// <param name="Runtime"><c>embedded</c> or <c>cluster</c>.</param>
public sealed record NodeIdentity(string Node, string Address, string Runtime, int Process, DateTimeOffset Started)
{
    public const string Embedded = "embedded";

    public override string ToString() => FormattableString.Invariant($"node '{Node}' at {Address} ({Runtime}, process {Process}, since {Started.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z)");
}

/// <summary>The start is refused: another process lives on this database or in this data folder. The message says which.</summary>
public sealed class AlreadyRunningException(string message) : Exception(message);
