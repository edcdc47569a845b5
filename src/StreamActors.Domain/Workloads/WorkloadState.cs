using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>What is wanted of a workload, and what of its past must survive a restart.</summary>
/// <param name="Sequence">Counts every event: at a start it is the incarnation, the number that rises wherever it starts next.</param>
/// <param name="Revision">The owner's version this was copied from; older copies that come late are ignored.</param>
/// <param name="Incarnation">The sequence number of the newest <see cref="WorkloadStarted"/>; 0 before the first.</param>
/// <param name="ProvenOnAir">This address has taken media before, so that a refusal is given the benefit of the doubt.</param>
public sealed record WorkloadState(
    long Sequence, EntityId? Owner, long Revision, WorkloadSpec? Spec, bool On, long Incarnation, bool ProvenOnAir, Parking? Parked)
{
    public static readonly WorkloadState None = new(0, null, 0, null, false, 0, false, null);

    /// <summary>It should run: ordered on, and not waiting for a human.</summary>
    [JsonIgnore]
    public bool ShouldRun => On && Spec is not null && Parked is null;
}

/// <summary>Why no retry is made, and since when.</summary>
public sealed record Parking(ErrorClass Class, string Why, DateTimeOffset At);
