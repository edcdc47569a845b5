using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Resolving;

internal sealed partial class Resolver
{
    private Head? Follow(ReferenceNode reference)
    {
        var isSelfReference = false;
        foreach (var path in reference.Candidates)
        {
            if (Walk(path, ref isSelfReference) is { } found)
                return At(reference, found);
        }

        var variable = string.Join('.', reference.Candidates[^1].Elements);
        _variables.Add(variable);
        if (_environment(variable) is { } value)
        {
            _budget.Spend(value.Length, reference.Origin);
            var valueOrigin = reference.Origin with { Through = ValueOrigin.Environment(variable) };
            return new ScalarHead(new HoconScalar(ScalarKind.Text, value, valueOrigin));
        }

        if (reference.Optional)
            return null;
        throw new HoconException(reference.Origin, isSelfReference
            ? $"{reference} refers to itself, and there is no earlier value."
            : $"{reference} is neither a key of this configuration nor a set environment variable. Write "
            + $"${{?{reference.Candidates[^1]}}} if it may be missing.");
    }

    private Head? Walk(KeyPath path, ref bool isSelfReference)
    {
        var head = HeadOf(_root);
        foreach (var element in path.Elements)
        {
            if (head is not ObjectHead section || !section.Members.TryGetValue(element, out var member))
                return null;
            isSelfReference |= !member.Slot.IsKnown && member.Slot.ResolvingField >= 0;
            head = HeadOf(member.Slot);
        }

        return head;
    }

    /// <summary>A substituted scalar has the substitution's place as origin, and its own through it.</summary>
    private static Head At(ReferenceNode reference, Head found) => found switch
    {
        ScalarHead { Scalar: var scalar } => new ScalarHead(scalar.At(reference.Origin with { Through = scalar.Origin })),
        ObjectHead section => section.Borrow(reference.Origin),
        _ => found,
    };
}
