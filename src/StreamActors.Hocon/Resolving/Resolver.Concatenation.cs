using System.Text;
using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

internal sealed partial class Resolver
{
    /// <summary>Parts without a value are dropped; without any part there is no value.</summary>
    private Head? Join(ConcatenationNode node, Slot slot, int layer)
    {
        var parts = new List<(Node Node, Head? Head)>(node.Parts.Count);
        foreach (var part in node.Parts)
            parts.Add((part, part is SpaceNode ? null : HeadOf(part, slot, layer)));

        if (parts.TrueForAll(part => part.Head is null))
            return null;
        if (parts.TrueForAll(part => part.Head is null or ScalarHead))
            return JoinText(parts, node.Origin);

        var text = parts.Find(part => part.Head is ScalarHead);
        if (text.Head is ScalarHead { Scalar: var scalar })
        {
            var place = scalar.Origin.Through is { } through ? $" ({through})" : "";
            throw new HoconException(
                text.Node is BelowNode ? node.Origin : text.Node.Origin,
                text.Node is BelowNode
                    ? $"'+=' adds to a list, but the key had {scalar.Kind} ({scalar.Origin})."
                    : $"{scalar.Kind}{place} cannot be concatenated with a list or an object.");
        }

        var heads = parts.Where(part => part.Head is not null).Select(part => (part.Node, Head: part.Head!)).ToList();
        return heads.Exists(part => part.Head is ArrayHead)
            ? JoinLists(heads, node.Origin)
            : Merge([.. heads.Select(part => (ObjectHead)part.Head)]);
    }

    private ScalarHead JoinText(List<(Node Node, Head? Head)> parts, ValueOrigin valueOrigin)
    {
        var text = new StringBuilder();
        ValueOrigin? outside = null;
        foreach (var (node, head) in parts)
        {
            var piece = head is ScalarHead { Scalar: var scalar } ? scalar.Text : (node as SpaceNode)?.Text ?? "";
            outside ??= head?.Origin.Through;
            _budget.Spend(piece.Length, valueOrigin);
            text.Append(piece);
        }

        return new ScalarHead(new HoconScalar(ScalarKind.Text, text.ToString(), valueOrigin with { Through = outside }));
    }

    private ArrayHead JoinLists(List<(Node Node, Head Head)> parts, ValueOrigin valueOrigin)
    {
        var items = new List<Slot>();
        foreach (var (node, head) in parts)
        {
            var more = head as ArrayHead is { } list ? list.Items : Indexed((ObjectHead)head)
                ?? throw new HoconException(node.Origin, "an object cannot be concatenated with a list, unless its keys are numbers.");
            _budget.Spend(more.Count, node.Origin);
            items.AddRange(more);
        }

        return new ArrayHead(items, valueOrigin);
    }

    private static List<Slot>? Indexed(ObjectHead section) =>
        IndexedObjects.HasIndices(section.Members.Keys)
            ? [.. IndexedObjects.InOrder(section.Members, member => member.Key).Select(member => member.Value.Slot)]
            : null;
}
