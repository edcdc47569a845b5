namespace StreamActors.Wire;

/// <summary>The answering server.</summary>
/// <param name="Version">0.1.0</param>
/// <param name="Build">The version with the commit it was built from: 0.1.0+4b4ae851…</param>
/// <param name="Epoch">Of this run, as in the live feed.</param>
public sealed record VersionView(string Version, string Build, string Epoch);
