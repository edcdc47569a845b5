using StreamActors.Domain.Access;

namespace StreamActors.Control;

/// <summary>Pictures of the inputs that run on this node, decoded when somebody asks.</summary>
public interface IStills
{
    StillTotals Totals { get; }

    /// <param name="peer">The address and port of whoever asks.</param>
    /// <param name="grant">Disposed of in any case.</param>
    Task<StillAnswer> Of(string input, string peer, IReadGrant grant, CancellationToken stop);
}
