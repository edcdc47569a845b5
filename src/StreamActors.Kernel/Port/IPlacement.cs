namespace StreamActors.Kernel;

/// <summary>Where a cell should live, and why. Pure; the domain implements it.</summary>
public interface IPlacement
{
    Placement Choose(string cell, IReadOnlyList<Candidate> candidates);
}

/// <summary>A node that could take a cell, with its figures by name (cpu, egress-bits, encoder-sessions, …).</summary>
public sealed record Candidate(string Node, IReadOnlyDictionary<string, double> Figures);

public sealed record Placement(string Node, string Why);
