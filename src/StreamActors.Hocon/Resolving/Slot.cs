using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

/// <summary>One key's place in the tree: every assignment to it, oldest first, and how far it is resolved.</summary>
internal sealed class Slot(IReadOnlyList<Definition> layers)
{
    private Dictionary<int, Head?>? _below;

    internal IReadOnlyList<Definition> Layers { get; } = layers;

    internal bool IsKnown { get; private set; }

    /// <summary>Null with <see cref="IsKnown"/>: nothing is left of it, as with an optional substitution that finds nothing.</summary>
    internal Head? Head { get; private set; }

    /// <summary>The layer being looked at, or -1. Whoever comes back here meanwhile is answered from the layers below it.</summary>
    internal int LookingAt { get; set; } = -1;

    /// <summary>What all the layers below one come to. Few slots are ever asked.</summary>
    internal Dictionary<int, Head?> Below => _below ??= [];

    /// <summary>The uppermost layer that gave the value.</summary>
    internal Definition Effective { get; private set; } = layers[^1];

    internal bool IsFinished { get; private set; }

    internal HoconValue? Value { get; private set; }

    internal void Know(Head? head, Definition? effective)
    {
        (Head, IsKnown, LookingAt) = (head, true, -1);
        Effective = effective ?? Effective;
    }

    internal HoconValue? Finish(HoconValue? value)
    {
        (Value, IsFinished) = (value, true);
        return value;
    }
}
