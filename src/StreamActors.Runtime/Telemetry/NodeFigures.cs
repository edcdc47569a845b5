namespace StreamActors.Runtime;

/// <summary>
/// Figures on their way from one node to another: what has changed since the number before, or a part of all there are at
/// this number, with <paramref name="Rest"/> more parts to come. Who misses a number asks for all again.
/// </summary>
internal sealed record NodeFigures(string Node, Guid Run, long Number, int? Rest, IReadOnlyList<NodeFigure> Figures);

internal readonly record struct NodeFigure(string Topic, string Key, object? Value);

/// <summary>Send me all you have: I missed some, or have just come.</summary>
internal sealed record AllFigures
{
    public static readonly AllFigures Instance = new();
}
