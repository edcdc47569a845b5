using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

// Names and members are the storage format: change one only with a new version and an upcast.
// Each carries the whole configuration, so that a follower needs nothing but the event.

public sealed record InputCreated(InputConfig Config, string Attempt = "") : Event;

public sealed record InputEdited(InputConfig Config, ImmutableArray<string> GivenUp, string Attempt = "") : Event
{
    public bool Equals(InputEdited? other) =>
        other is not null && (Config, Attempt) == (other.Config, other.Attempt) && GivenUp.SequenceEqual(other.GivenUp);

    public override int GetHashCode() => Config.GetHashCode();
}

public sealed record InputSwitched(InputConfig Config) : Event;

public sealed record InputRemoved(InputConfig Config) : Event;

/// <summary>Until a time for an attempt to create the output; without a time for the output itself.</summary>
public sealed record OutputAttached(string Output, int Slot, string Attempt = "", DateTimeOffset? Until = null) : Event;

public sealed record OutputSettled(string Output, string Attempt) : Event;

public sealed record OutputDetached(string Output, string Attempt = "") : Event;

/// <summary>A publisher was admitted. The sequence number is its incarnation: media of an earlier one is not let in any more.</summary>
public sealed record Claimed(string Session, string Node, long Run = 0) : Event
{
    public PublisherPeer? Publisher { get; init; }

    /// <summary>The one it has taken over from; null if there was none.</summary>
    public PublisherPeer? Replaced { get; init; }
}

public sealed record Departed(string Session) : Event
{
    public PublisherPeer? Publisher { get; init; }
}

/// <summary>Not stored: whoever has the key could fill the journal with it.</summary>
public sealed record PublisherRefused(PublisherPeer Publisher, string Reason, DateTimeOffset At) : Fact;
