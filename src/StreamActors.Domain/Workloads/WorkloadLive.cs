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

    /// <summary>On air, and the destination takes less than the stream has: it falls behind, and packets are left out.</summary>
    [JsonStringEnumMemberName("slow")] Slow,
}

/// <summary>The phase and its reason in words, the failures so far, and whether the media side is open and fed.</summary>
/// <param name="MediaOpen">A driver was started for the newest incarnation and has not said that it ended.</param>
/// <param name="SourceHere">There is something to carry: the relay for an egress, a place to start for an ingest.</param>
public sealed record WorkloadLive(Phase Phase, string Reason, DateTimeOffset Since, FailureHistory Failures, bool MediaOpen, Place? SourceHere, DateTimeOffset? RetryAt)
{
    /// <summary>What kind of failure brought it into this phase, where one did.</summary>
    public ErrorClass? Class { get; init; }

    /// <summary>How long media was accepted in this run of the driver, up to this phase; null where none was yet.</summary>
    public TimeSpan? OnAirBefore { get; init; }

    [JsonIgnore]
    public bool WasOnAir => OnAirBefore is not null;

    [JsonIgnore]
    public bool IsOnAir => Phase is Phase.OnAir or Phase.Slow;

    /// <summary>This phase included.</summary>
    public TimeSpan? OnAirFor(DateTimeOffset now) => IsOnAir && now > Since ? (OnAirBefore ?? TimeSpan.Zero) + (now - Since) : OnAirBefore;

    public static readonly WorkloadLive Idle = new(Phase.Idle, "", default, FailureHistory.None, false, null, null);
}

/// <summary>The node where the source is, and the node's epoch: which of its runs it is.</summary>
public sealed record Place(string Node, long Epoch);
