using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The timeline, and on its way each phase a workload moves into, as a figure that every node sees; and the tally of this one.</summary>
public sealed class TellingTimeline(ITimeline timeline, WorkloadTally tally) : ITimeline
{
    private ITelemetry? _telemetry;

    public long Dropped => timeline.Dropped;

    /// <summary>The runtime is given the timeline before it gives away its telemetry. Until then nothing is awake.</summary>
    public void TellTo(ITelemetry telemetry) => Volatile.Write(ref _telemetry, telemetry);

    public void Append(Moment moment)
    {
        timeline.Append(moment);
        tally.Note(moment);
        if (moment.Happening is Moved moved)
            Volatile.Read(ref _telemetry)?.Publish(Boards.PhasesTopic, moment.Id.Id, moved);
    }
}
