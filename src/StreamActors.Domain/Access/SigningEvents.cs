using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record SigningKeyChosen(string Name, SealedSecret Private) : Event
{
    /// <summary>Until when tokens of the previous key are accepted; null, as in older events: not at all.</summary>
    public DateTimeOffset? BeforeUntil { get; init; }
}
