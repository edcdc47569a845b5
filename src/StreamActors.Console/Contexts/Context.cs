namespace StreamActors.Cli;

/// <summary>A server under a name of one's own.</summary>
internal sealed record Context(string Name, Uri Url, string? Key);
