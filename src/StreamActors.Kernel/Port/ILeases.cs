namespace StreamActors.Kernel;

/// <summary>Named leases: each has at most one owner across all nodes, and expires unless renewed.</summary>
public interface ILeases
{
    /// <returns>Whether the owner now holds it: it was free, expired, or already the owner's.</returns>
    Task<bool> Take(string name, string owner, TimeSpan ttl, CancellationToken stop);

    /// <returns>False when another owner has taken it or it was released: then it was not held all the time.</returns>
    Task<bool> Renew(string name, string owner, TimeSpan ttl, CancellationToken stop);

    /// <summary>Releases it, if the owner holds it.</summary>
    Task Give(string name, string owner, CancellationToken stop);
}
