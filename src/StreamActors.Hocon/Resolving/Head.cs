using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

/// <summary>
/// A value known only as far as its kind: what lies inside an object or list is still to be resolved. That is what lets
/// <c>bar { foo = 1, baz = ${bar.foo} }</c> look into an object that is not finished.
/// </summary>
internal abstract class Head(Origin origin)
{
    internal Origin Origin { get; } = origin;
}

internal sealed class ScalarHead(HoconScalar scalar) : Head(scalar.Origin)
{
    internal HoconScalar Scalar { get; } = scalar;
}

internal sealed class ArrayHead(IReadOnlyList<Slot> items, Origin origin) : Head(origin)
{
    internal IReadOnlyList<Slot> Items { get; } = items;
}

/// <param name="Slot">The assignments to the key.</param>
/// <param name="Borrowed">
/// The slot belongs to another place and was reached through a substitution. When it is merged with assignments of this place it is
/// taken as one finished value: its own looking back happens where it belongs.
/// </param>
internal readonly record struct Member(Slot Slot, bool Borrowed);

internal sealed class ObjectHead(OrderedDictionary<string, Member> members, bool borrowed, Origin origin) : Head(origin)
{
    internal OrderedDictionary<string, Member> Members { get; } = members;

    /// <summary>All members are borrowed, whatever each says.</summary>
    internal bool Borrowed { get; } = borrowed;

    internal ObjectHead Borrow(Origin at) => new(Members, borrowed: true, at);
}

/// <summary>A slot of another place, standing as one assignment in a slot of this place.</summary>
internal sealed class BorrowedNode(Slot slot) : Node(slot.Layers[^1].Value.Origin)
{
    internal Slot Slot { get; } = slot;
}
