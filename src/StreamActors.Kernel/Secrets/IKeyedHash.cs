namespace StreamActors.Kernel;

/// <summary>
/// Names something secret without giving it away: the same words give the same hash for as long as the database lives,
/// and nobody without the master key can try words out. Reservations of destinations are named so.
/// </summary>
public interface IKeyedHash
{
    /// <summary>24 bytes: as small hexadecimal digits they fit into one part of an id. ("a", "bc") is not ("ab", "c").</summary>
    byte[] Hash(params ReadOnlySpan<string> words);
}
