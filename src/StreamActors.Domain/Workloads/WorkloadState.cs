using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>The order for a workload, and the history that must survive a restart.</summary>
/// <param name="Sequence">Counts every event. At a start it is the incarnation, which rises on whichever node it starts next.</param>
/// <param name="Revision">The owner's version this was copied from; late copies of older versions are ignored.</param>
/// <param name="Incarnation">The sequence number of the newest <see cref="WorkloadStarted"/>; 0 before the first.</param>
/// <param name="ProvenOnAir">This address has accepted media before, so refusals are retried for longer.</param>
public sealed record WorkloadState(
    long Sequence, EntityId? Owner, long Revision, WorkloadSpec? Spec, bool On, long Incarnation, bool ProvenOnAir, Parking? Parked)
{
    public static readonly WorkloadState None = new(0, null, 0, null, false, 0, false, null);

    /// <summary>Switched on, and not parked.</summary>
    [JsonIgnore]
    public bool ShouldRun => On && Spec is not null && Parked is null;
}

/// <summary>Why and since when there are no retries.</summary>
public sealed record Parking(ErrorClass Class, string Why, DateTimeOffset At);
