using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Somebody asked for something and did not get it. What was sent is not repeated: it may hold anything.</summary>
/// <param name="Path">As it is documented, with its parts named and not filled in.</param>
public sealed record RequestRefused(string Method, string Path, string Code) : Fact;
