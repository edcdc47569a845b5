namespace StreamActors.Runtime;

/// <summary>
/// Telemetry sent between nodes: the changes since the previous number, or a part of the complete state at this number, with <paramref
/// name="Rest"/> more parts to come. A receiver that misses a number requests everything again.
/// </summary>
internal sealed record NodeFigures(string Node, Guid Run, long Number, int? Rest, IReadOnlyList<NodeFigure> Figures);

internal readonly record struct NodeFigure(string Topic, string Key, object? Value);

/// <summary>Asks a node for its complete telemetry, after a gap or a start.</summary>
internal sealed record AllFigures
{
    public static readonly AllFigures Instance = new();
}
