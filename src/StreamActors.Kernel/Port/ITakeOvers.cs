namespace StreamActors.Kernel;

/// <summary>Nodes that are members no more but may still be at work for a moment: until they cannot be, nothing of theirs wakes elsewhere.</summary>
public interface ITakeOvers
{
    /// <summary>This one is no member any more.</summary>
    void Removed(string node);

    /// <summary>Whether whatever lived on any node that was removed may live elsewhere.</summary>
    bool AllSettled { get; }
}
