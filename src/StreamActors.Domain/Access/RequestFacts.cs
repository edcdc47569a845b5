using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>A request was refused. Its content is not repeated: it may hold secrets.</summary>
/// <param name="Path">The route template, without the parameter values.</param>
public sealed record RequestRefused(string Method, string Path, string Code) : Fact;

/// <summary>A backup was downloaded.</summary>
/// <param name="WithKey">It includes the master key, encrypted with a passphrase.</param>
public sealed record BackupTaken(bool WithKey) : Fact;
