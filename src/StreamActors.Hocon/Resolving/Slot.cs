using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

/// <summary>One key in the tree: every assignment to it, oldest first, and its resolution state.</summary>
internal sealed class Slot(IReadOnlyList<Definition> layers)
{
    private Dictionary<int, Head?>? _below;

    internal IReadOnlyList<Definition> Layers { get; } = layers;

    internal bool IsKnown { get; private set; }

    /// <summary>Null with <see cref="IsKnown"/>: there is no value, as with an optional substitution that is undefined.</summary>
    internal Head? Head { get; private set; }

    /// <summary>The layer being evaluated, or -1. A recursive access sees only the layers below it.</summary>
    internal int ResolvingField { get; set; } = -1;

    /// <summary>The merged values of the layers below a layer. Rarely needed.</summary>
    internal Dictionary<int, Head?> Below => _below ??= [];

    /// <summary>The topmost layer that supplied the value.</summary>
    internal Definition Effective { get; private set; } = layers[^1];

    internal bool IsFinished { get; private set; }

    internal HoconValue? Value { get; private set; }

    internal void Know(Head? head, Definition? effective)
    {
        (Head, IsKnown, ResolvingField) = (head, true, -1);
        Effective = effective ?? Effective;
    }

    internal HoconValue? Finish(HoconValue? value)
    {
        (Value, IsFinished) = (value, true);
        return value;
    }
}
