namespace StreamActors.Kernel;

/// <summary>Chooses the node for a cell and says why. Pure; the domain implements it.</summary>
public interface IPlacement
{
    Placement Choose(string cell, IReadOnlyList<Candidate> candidates);
}

/// <summary>A node that could host a cell, with its metrics by name (cpu, egress-bits, encoder-sessions, …).</summary>
public sealed record Candidate(string Node, IReadOnlyDictionary<string, double> Figures);

public sealed record Placement(string Node, string Why);
