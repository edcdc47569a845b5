namespace StreamActors.Cli;

/// <summary>A stored server with its key.</summary>
internal sealed record Context(string Name, Uri Url, string? Key);
