using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

/// <summary>
/// A value of which only the kind is known: the content of an object or list is still unresolved. This lets
/// <c>bar { foo = 1, baz = ${bar.foo} }</c> refer to an object that is not finished.
/// </summary>
internal abstract class Head(ValueOrigin valueOrigin)
{
    internal ValueOrigin Origin { get; } = valueOrigin;
}

internal sealed class ScalarHead(HoconScalar scalar) : Head(scalar.Origin)
{
    internal HoconScalar Scalar { get; } = scalar;
}

internal sealed class ArrayHead(IReadOnlyList<Slot> items, ValueOrigin valueOrigin) : Head(valueOrigin)
{
    internal IReadOnlyList<Slot> Items { get; } = items;
}

/// <param name="Slot">The assignments to the key.</param>
/// <param name="Borrowed">
/// The slot belongs to another place and was reached through a substitution. Merged with assignments of this place it counts as
/// one finished value: its own self-references resolve where it belongs.
/// </param>
internal readonly record struct Member(Slot Slot, bool Borrowed);

internal sealed class ObjectHead(OrderedDictionary<string, Member> members, bool borrowed, ValueOrigin valueOrigin) : Head(valueOrigin)
{
    internal OrderedDictionary<string, Member> Members { get; } = members;

    /// <summary>All members are borrowed, whatever their own flag.</summary>
    internal bool Borrowed { get; } = borrowed;

    internal ObjectHead Borrow(ValueOrigin at) => new(Members, borrowed: true, at);
}

/// <summary>A slot of another place, as one assignment in a slot of this place.</summary>
internal sealed class BorrowedNode(Slot slot) : Node(slot.Layers[^1].Value.Origin)
{
    internal Slot Slot { get; } = slot;
}
