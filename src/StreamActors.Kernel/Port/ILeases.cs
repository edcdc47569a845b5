namespace StreamActors.Kernel;

/// <summary>Named leases, each held by one owner at a time over all nodes, and lapsed by itself when nobody renews it.</summary>
public interface ILeases
{
    /// <returns>Whether the owner holds it from now on: it was free, had lapsed, or was the owner's own already.</returns>
    Task<bool> Take(string name, string owner, TimeSpan ttl, CancellationToken stop);

    /// <returns>False where somebody else has taken it, or it was given back: then it was not held all the time.</returns>
    Task<bool> Renew(string name, string owner, TimeSpan ttl, CancellationToken stop);

    /// <summary>Gives it back, if the owner has it.</summary>
    Task Give(string name, string owner, CancellationToken stop);
}
