using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

// Names and members are the storage format: change one only with a new version and an upcast.
// Each carries the whole configuration, so that a follower needs nothing but the event.

public sealed record InputCreated(InputConfig Config) : Event;

public sealed record InputEdited(InputConfig Config, ImmutableArray<string> GivenUp) : Event
{
    public bool Equals(InputEdited? other) => other is not null && Config == other.Config && GivenUp.SequenceEqual(other.GivenUp);

    public override int GetHashCode() => Config.GetHashCode();
}

public sealed record InputSwitched(InputConfig Config) : Event;

public sealed record InputRemoved(InputConfig Config) : Event;

public sealed record OutputAttached(string Output, int Slot) : Event;

public sealed record OutputDetached(string Output) : Event;

/// <summary>Its sequence number is the incarnation of the landing.</summary>
public sealed record Claimed(string Session, string Node) : Event;

public sealed record Departed(string Session) : Event;
