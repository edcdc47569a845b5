using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Somebody asked for something and did not get it. What was sent is not repeated: it may hold anything.</summary>
/// <param name="Path">As it is documented, with its parts named and not filled in.</param>
public sealed record RequestRefused(string Method, string Path, string Code) : Fact;

/// <summary>Somebody has everything that is stored, as it was then.</summary>
/// <param name="WithKey">The master key too, sealed with a passphrase.</param>
public sealed record BackupTaken(bool WithKey) : Fact;
