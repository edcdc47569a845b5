using System.Text.Json.Serialization;

namespace StreamActors.Domain.Workloads;

/// <summary>The phase of a workload.</summary>
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

    /// <summary>On air, but the destination takes less than the stream's bit rate: it falls behind, and packets are dropped.</summary>
    [JsonStringEnumMemberName("slow")] Slow,
}

/// <summary>The phase and its reason, past failures, and whether media is open and the source available.</summary>
/// <param name="MediaOpen">A driver was started for the newest incarnation and has not ended.</param>
/// <param name="SourceHere">Where the source is available: the relay for an egress, a node to start on for an ingest.</param>
public sealed record WorkloadLive(Phase Phase, string Reason, DateTimeOffset Since, FailureHistory Failures, bool MediaOpen,
    Place? SourceHere, DateTimeOffset? RetryAt)
{
    /// <summary>The class of the failure that caused this phase; null when none did.</summary>
    public ErrorClass? Class { get; init; }

    /// <summary>How long this run of the driver was on air before the present phase; null when it was not.</summary>
    public TimeSpan? OnAirBefore { get; init; }

    [JsonIgnore]
    public bool WasOnAir => OnAirBefore is not null;

    [JsonIgnore]
    public bool IsOnAir => Phase is Phase.OnAir or Phase.Slow;

    /// <summary>Includes the present phase.</summary>
    public TimeSpan? OnAirFor(DateTimeOffset now) => IsOnAir && now > Since ? (OnAirBefore ?? TimeSpan.Zero) + (now - Since) : OnAirBefore;

    public static readonly WorkloadLive Idle = new(Phase.Idle, "", default, FailureHistory.None, false, null, null);
}

/// <summary>The node of the source, and the epoch (run) of that node.</summary>
public sealed record Place(string Node, long Epoch);
