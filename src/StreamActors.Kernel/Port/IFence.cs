namespace StreamActors.Kernel;

/// <summary>Whether this node may send media. Checked before the first send after any pause.</summary>
public interface IFence
{
    bool MaySend { get; }
}
