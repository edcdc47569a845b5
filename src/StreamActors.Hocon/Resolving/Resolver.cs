using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

/// <summary>
/// Resolves nodes to values on demand. A substitution sees the final value of its path, or, if that leads back to the assignment being
/// resolved, the value assigned before it. The first error aborts everything, so no state is restored on the way out.
/// </summary>
internal sealed partial class Resolver
{
    private readonly ResolveBudget _budget = new();
    private readonly Func<string, string?> _environment;
    private readonly SortedSet<string> _variables = new(StringComparer.Ordinal);
    private readonly Slot _root;

    private Resolver(Node root, Func<string, string?> environment)
    {
        _root = SlotOf(root);
        _environment = environment;
    }

    internal static (HoconValue Root, IReadOnlyCollection<string> Variables) Resolve(Node root, Func<string, string?> environment)
    {
        var resolver = new Resolver(root, environment);
        var value = resolver.Finish(resolver._root, depth: 0) ?? throw new InvalidOperationException("The root is no object or list.");
        return value.Weight <= Limits.Weight
            ? (value, resolver._variables)
            : throw new HoconException(root.Origin, "the substitutions expand without limit.");
    }

    private static Slot SlotOf(Node node) => new([new Definition(node, node.Origin)]);

    private Head? HeadOf(Slot slot)
    {
        if (slot.IsKnown)
            return slot.Head;
        if (slot.ResolvingField >= 0)
            return Below(slot, slot.ResolvingField);
        var (head, effective) = Fold(slot, slot.Layers.Count);
        slot.Know(head, effective);
        return head;
    }

    private Head? Below(Slot slot, int layer)
    {
        if (slot.Below.TryGetValue(layer, out var known))
            return known;
        var current = slot.ResolvingField;
        var (head, _) = Fold(slot, layer);
        slot.ResolvingField = current;
        return slot.Below[layer] = head;
    }

    /// <summary>
    /// From the newest assignment down: objects are merged, and the first value that is not an object ends the search. Older
    /// assignments are not evaluated, so errors in them do not count.
    /// </summary>
    private (Head? Head, Definition? Effective) Fold(Slot slot, int count)
    {
        var objects = new List<ObjectHead>();
        Definition? effective = null;
        for (var layer = count - 1; layer >= 0; layer--)
        {
            slot.ResolvingField = layer;
            var head = HeadOf(slot.Layers[layer].Value, slot, layer);
            if (head is null)
                continue;
            effective ??= slot.Layers[layer];
            if (head is ObjectHead members)
                objects.Add(members);
            else if (objects.Count == 0)
                return (head, effective);
            else
                break;
        }

        objects.Reverse();
        return (objects.Count == 0 ? null : Merge(objects), effective);
    }

    private Head? HeadOf(Node node, Slot slot, int layer)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return scalar.Head;
            case ArrayNode list:
                return list.Head ??= new ArrayHead([.. list.Items.Select(SlotOf)], list.Origin);
            case ObjectNode fields:
                return fields.Head ??= Open(fields);
        }

        _budget.Enter(node.Origin);
        var head = node switch
        {
            ReferenceNode reference => Follow(reference),
            ConcatenationNode parts => Join(parts, slot, layer),
            BelowNode => Below(slot, layer),
            BorrowedNode borrowed =>
                HeadOf(borrowed.Slot) is var found && found is ObjectHead members ? members.Borrow(members.Origin) : found,
            _ => throw new InvalidOperationException($"{node.GetType()} is not a value."),
        };
        _budget.Leave();
        return head;
    }

    private static ObjectHead Open(ObjectNode node)
    {
        var members = new OrderedDictionary<string, Member>(node.Fields.Count, StringComparer.Ordinal);
        foreach (var (key, definitions) in node.Fields)
            members.Add(key, new Member(new Slot(definitions), Borrowed: false));
        return new ObjectHead(members, borrowed: false, node.Origin);
    }

    /// <summary>Lowest first. Keys are in the order of first appearance.</summary>
    private ObjectHead Merge(IReadOnlyList<ObjectHead> objects)
    {
        if (objects.Count == 1)
            return objects[0];
        var sources = new OrderedDictionary<string, List<Member>>(StringComparer.Ordinal);
        foreach (var source in objects)
        {
            _budget.Spend(source.Members.Count, source.Origin);
            foreach (var (key, member) in source.Members)
            {
                if (!sources.TryGetValue(key, out var same))
                    sources.Add(key, same = []);
                same.Add(member with { Borrowed = member.Borrowed || source.Borrowed });
            }
        }

        var members = new OrderedDictionary<string, Member>(sources.Count, StringComparer.Ordinal);
        foreach (var (key, same) in sources)
            members.Add(key, same.Count == 1 ? same[0] : new Member(Stack(same), Borrowed: false));
        return new ObjectHead(members, borrowed: false, objects[^1].Origin);
    }

    private Slot Stack(List<Member> members)
    {
        var layers = new List<Definition>();
        foreach (var (slot, borrowed) in members)
        {
            if (borrowed)
                layers.Add(new Definition(new BorrowedNode(slot), slot.Layers[^1].Key));
            else
                layers.AddRange(slot.Layers);
            _budget.Spend(borrowed ? 1 : slot.Layers.Count, slot.Layers[^1].Key);
        }

        return new Slot(layers);
    }
}
