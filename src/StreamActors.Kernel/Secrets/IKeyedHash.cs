namespace StreamActors.Kernel;

/// <summary>
/// Names something secret without giving it away: the same words give the same hash for as long as the database lives,
/// and nobody without the master key can try words out. Reservations of destinations are named so.
/// </summary>
public interface IKeyedHash
{
    /// <summary>48 small hexadecimal digits, fit for a part of an id.</summary>
    string Hash(string words);
}
