using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>From now on it is signed with this one.</summary>
public sealed record SignWith(string Name, SealedSecret Private) : Command
{
    /// <summary>Until when tokens of the one before are taken; not at all where it is null. Those of any earlier one are not.</summary>
    public DateTimeOffset? BeforeUntil { get; init; }
}
