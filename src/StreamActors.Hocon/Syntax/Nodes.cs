using StreamActors.Hocon.Resolving;

namespace StreamActors.Hocon.Syntax;

/// <summary>A value as written, before substitutions are resolved.</summary>
internal abstract class Node(ValueOrigin valueOrigin)
{
    internal ValueOrigin Origin { get; } = valueOrigin;
}

internal sealed class ScalarNode(HoconScalar scalar) : Node(scalar.Origin)
{
    internal ScalarHead Head { get; } = new(scalar);
}

/// <summary>White space between two parts of a value: part of the text between texts, ignored between lists or objects.</summary>
internal sealed class SpaceNode(string text, ValueOrigin valueOrigin) : Node(valueOrigin)
{
    internal string Text { get; } = text;
}

internal sealed class ArrayNode(ValueOrigin valueOrigin) : Node(valueOrigin)
{
    internal List<Node> Items { get; } = [];

    /// <summary>Created once, so that all references to this list share its slots.</summary>
    internal ArrayHead? Head { get; set; }
}

internal sealed class ReferenceNode(IReadOnlyList<KeyPath> candidates, bool optional, ValueOrigin valueOrigin) : Node(valueOrigin)
{
    /// <summary>
    /// The paths to try, in this order: relative to the place of the included file, then to each file around it, last the path as
    /// written, which is also the name of the environment variable.
    /// </summary>
    internal IReadOnlyList<KeyPath> Candidates { get; } = candidates;

    internal bool Optional { get; } = optional;

    public override string ToString() => $"${{{(Optional ? "?" : "")}{Candidates[^1]}}}";
}

/// <summary>The value of the field before this assignment: the left side of <c>+=</c>.</summary>
internal sealed class BelowNode(ValueOrigin valueOrigin) : Node(valueOrigin);

internal sealed class ConcatenationNode(IReadOnlyList<Node> parts) : Node(parts[0].Origin)
{
    internal IReadOnlyList<Node> Parts { get; } = parts;
}
