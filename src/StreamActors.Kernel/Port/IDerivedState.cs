namespace StreamActors.Kernel;

/// <summary>State derived from the whole journal, stored so that a start need not read all of it. Losing it only costs time.</summary>
public interface IDerivedState
{
    /// <returns>Null if there is none for this journal, or it is damaged or from another version of the format.</returns>
    Task<Stream?> Load(CancellationToken stop);

    /// <param name="upTo">The position of a stored event; no later one has been applied to the state.</param>
    Task Save(long upTo, Action<Stream> write, CancellationToken stop);
}
