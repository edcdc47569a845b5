using StreamActors.Hocon.Resolving;

namespace StreamActors.Hocon.Syntax;

/// <summary>One assignment to a key.</summary>
internal sealed record Definition(Node Value, ValueOrigin Key);

/// <summary>An object as written. Every assignment to a key is kept: a later one may refer to an earlier one.</summary>
internal sealed class ObjectNode(ValueOrigin valueOrigin) : Node(valueOrigin)
{
    internal OrderedDictionary<string, List<Definition>> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Created once, so that all references to this object share its slots.</summary>
    internal ObjectHead? Head { get; set; }

    internal void Assign(KeyPath path, Node value, ValueOrigin key) => At(path, key).Add(path.Elements[^1], value, key);

    /// <summary><c>a += b</c>. Consecutive ones are combined, so that many of them do not become a long chain of references.</summary>
    internal void Append(KeyPath path, Node item, ValueOrigin key)
    {
        var owner = At(path, key);
        var last = owner.Fields.TryGetValue(path.Elements[^1], out var earlier) ? earlier[^1].Value : null;
        if (last is not ConcatenationNode { Parts: [BelowNode, ArrayNode list] })
        {
            list = new ArrayNode(item.Origin);
            owner.Add(path.Elements[^1], new ConcatenationNode([new BelowNode(item.Origin), list]), key);
        }

        list.Items.Add(item);
    }

    /// <summary>The object that contains the last element of the path. Two consecutive objects for one key are combined.</summary>
    private ObjectNode At(KeyPath path, ValueOrigin key)
    {
        var owner = this;
        foreach (var element in path.Elements.AsSpan()[..^1])
        {
            if (!owner.Fields.TryGetValue(element, out var earlier) || earlier[^1].Value is not ObjectNode next)
            {
                next = new ObjectNode(key);
                owner.Add(element, next, key);
            }

            owner = next;
        }

        return owner;
    }

    private void Add(string element, Node value, ValueOrigin key)
    {
        if (!Fields.TryGetValue(element, out var definitions))
            Fields.Add(element, definitions = []);
        definitions.Add(new Definition(value, key));
    }
}
