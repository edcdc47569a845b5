using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

internal sealed partial class Resolver
{
    /// <summary>Objects and lists being finished, by their contents: a substitution that contains one of them would never end.</summary>
    private readonly HashSet<object> _unfinished = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<OrderedDictionary<string, Member>, HoconObject> _finished = new(ReferenceEqualityComparer.Instance);

    private HoconValue? Finish(Slot slot, int depth)
    {
        if (slot.IsFinished)
            return slot.Value;
        var head = HeadOf(slot);
        if (head is null or ScalarHead)
            return slot.Finish((head as ScalarHead)?.Scalar);

        object contents = head is ObjectHead { Members: var members } ? members : ((ArrayHead)head).Items;
        if (!_unfinished.Add(contents))
        {
            return slot.Effective.Value is ReferenceNode { Optional: true }
                ? slot.Finish(null)
                : throw new HoconException(slot.Effective.Value.Origin, "this value would contain itself.");
        }

        if (depth > Limits.ResolvedNesting)
            throw new HoconException(head.Origin, $"after substitution, nested more than {Limits.ResolvedNesting} levels deep.");
        _budget.Enter(head.Origin);
        HoconValue value = head is ObjectHead section ? FinishObject(section, depth) : FinishList((ArrayHead)head, depth);
        _budget.Leave();
        _unfinished.Remove(contents);
        return value.Weight <= Limits.Weight
            ? slot.Finish(value)
            : throw new HoconException(head.Origin, "the substitutions here expand without limit.");
    }

    /// <summary>An object used by many substitutions is finished only once.</summary>
    private HoconObject FinishObject(ObjectHead head, int depth)
    {
        if (_finished.TryGetValue(head.Members, out var finished))
            return finished.At(head.Origin);
        _budget.Spend(head.Members.Count, head.Origin);
        var fields = new List<HoconField>(head.Members.Count);
        foreach (var (key, (slot, _)) in head.Members)
        {
            if (Finish(slot, depth + 1) is { } value)
                fields.Add(new HoconField(key, slot.Effective.Key, value));
        }

        return _finished[head.Members] = new HoconObject(fields, head.Origin);
    }

    private HoconArray FinishList(ArrayHead head, int depth)
    {
        _budget.Spend(head.Items.Count, head.Origin);
        var items = new List<HoconValue>(head.Items.Count);
        foreach (var slot in head.Items)
        {
            if (Finish(slot, depth + 1) is { } value)
                items.Add(value);
        }

        return new HoconArray(items, head.Origin);
    }
}
