using System.Text.Json.Serialization;

namespace StreamActors.Domain.Workloads;

/// <summary>What a workload is just now.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Phase>))]
public enum Phase
{
    [JsonStringEnumMemberName("idle")] Idle,
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("starting")] Starting,
    [JsonStringEnumMemberName("on-air")] OnAir,
    [JsonStringEnumMemberName("stalled")] Stalled,
    [JsonStringEnumMemberName("backing-off")] BackingOff,
    [JsonStringEnumMemberName("parked")] Parked,
    [JsonStringEnumMemberName("stopping")] Stopping,
}

/// <summary>The phase and its reason in words, the failures so far, and whether the media side is open and fed.</summary>
/// <param name="MediaOpen">A driver was started for the newest incarnation and has not said that it ended.</param>
/// <param name="SourceHere">There is something to carry: the relay for an egress, a place to start for an ingest.</param>
public sealed record WorkloadLive(Phase Phase, string Reason, DateTimeOffset Since, FailureHistory Failures, bool MediaOpen, Place? SourceHere, DateTimeOffset? RetryAt)
{
    /// <summary>What kind of failure brought it into this phase, where one did.</summary>
    public ErrorClass? Class { get; init; }

    /// <summary>Media was accepted in this run of the driver.</summary>
    public bool WasOnAir { get; init; }

    public static readonly WorkloadLive Idle = new(Phase.Idle, "", default, FailureHistory.None, false, null, null);
}

/// <summary>The node where the source is, and the node's epoch: which of its runs it is.</summary>
public sealed record Place(string Node, long Epoch);
