using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>From now on it is signed with this one; tokens of an earlier one are not taken any more.</summary>
public sealed record SignWith(string Name, SealedSecret Private) : Command;
