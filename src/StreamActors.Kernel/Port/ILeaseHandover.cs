namespace StreamActors.Kernel;

/// <summary>Nodes that have left the cluster but may still be running: nothing of theirs starts elsewhere until they cannot be.</summary>
public interface ILeaseHandover
{
    /// <summary>This node is no longer a member.</summary>
    void Removed(string node);

    /// <summary>Whether the entities of every removed node may start elsewhere.</summary>
    bool AllSettled { get; }
}
