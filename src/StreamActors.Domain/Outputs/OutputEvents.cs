using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

// Names and members are the storage format: change one only with a new version and an upcast.
// Each carries the whole configuration, so that a follower needs nothing but the event.

public sealed record OutputCreated(OutputConfig Config, string Attempt = "") : Event;

public sealed record OutputEdited(OutputConfig Config, ImmutableArray<string> GivenUp, string Attempt = "") : Event
{
    public bool Equals(OutputEdited? other) =>
        other is not null && (Config, Attempt) == (other.Config, other.Attempt) && GivenUp.SequenceEqual(other.GivenUp);

    public override int GetHashCode() => Config.GetHashCode();
}

public sealed record OutputSwitched(OutputConfig Config) : Event;

public sealed record OutputRemoved(OutputConfig Config) : Event;
