using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record SigningKeyChosen(string Name, SealedSecret Private) : Event
{
    /// <summary>Until when tokens of the one before are taken; null: not at all, as it was before there was a choice.</summary>
    public DateTimeOffset? BeforeUntil { get; init; }
}
