using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>Registers workloads: the entity kind and its stored names.</summary>
public static class WorkloadKind
{
    public static EntityKind Kind(RestartStrategy strategy, OpenEffects effects) => new(WorkloadId.Kind, new WorkloadDecider(strategy))
    {
        Effects = effects,
        IsWanted = WorkloadDecider.IsWanted,
        ShardKey = WorkloadId.ShardOf,
    };

    public static Vocabulary AddWorkloads(this Vocabulary vocabulary) => vocabulary
        .Add("workload-assign", 1, static () => WorkloadJson.Default.Assign)
        .Add("workload-retire", 1, static () => WorkloadJson.Default.Retire)
        .Add("workload-retry", 1, static () => WorkloadJson.Default.Retry)
        .Add("workload-restart", 1, static () => WorkloadJson.Default.Restart)
        .Add("workload-source-came", 1, static () => WorkloadJson.Default.SourceCame)
        .Add("workload-source-went", 1, static () => WorkloadJson.Default.SourceWent)
        .Add("workload-streams-changed", 1, static () => WorkloadJson.Default.StreamsChanged)
        .Add("workload-media-accepted", 1, static () => WorkloadJson.Default.MediaAccepted)
        .Add("workload-media-stalled", 1, static () => WorkloadJson.Default.MediaStalled)
        .Add("workload-media-slow", 1, static () => WorkloadJson.Default.MediaSlow)
        .Add("workload-media-caught-up", 1, static () => WorkloadJson.Default.MediaCaughtUp)
        .Add("workload-media-ended", 1, static () => WorkloadJson.Default.MediaEnded)
        .Add("workload-delay-over", 1, static () => WorkloadJson.Default.DelayOver)
        .Add("workload-awake", 1, static () => WorkloadJson.Default.Awake)
        .Add("workload-assigned", 1, static () => WorkloadJson.Default.Assigned)
        .Add("workload-retired", 1, static () => WorkloadJson.Default.Retired)
        .Add("workload-started", 1, static () => WorkloadJson.Default.WorkloadStarted)
        .Add("workload-proved-on-air", 1, static () => WorkloadJson.Default.ProvedOnAir)
        .Add("workload-parked", 1, static () => WorkloadJson.Default.Parked)
        .Add("workload-unparked", 1, static () => WorkloadJson.Default.Unparked)
        .Add("workload-moved", 1, static () => WorkloadJson.Default.PhaseChanged)
        .Add("workload-failed", 1, static () => WorkloadJson.Default.Failed)
        .Add("workload-recovered", 1, static () => WorkloadJson.Default.Recovered)
        .Add("workload-begun-anew", 1, static () => WorkloadJson.Default.FailuresCleared)
        .Add("workload-source-seen", 1, static () => WorkloadJson.Default.SourceSeen)
        .Add("workload-media-seen", 1, static () => WorkloadJson.Default.MediaSeen)
        .Add("workload-order", 1, static () => WorkloadJson.Default.WorkloadState)
        .Add("workload-live", 1, static () => WorkloadJson.Default.WorkloadLive)
        .Add("workload-figures", 1, static () => WorkloadJson.Default.WorkloadFigures);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Assign))]
[JsonSerializable(typeof(Retire))]
[JsonSerializable(typeof(Retry))]
[JsonSerializable(typeof(Restart))]
[JsonSerializable(typeof(SourceCame))]
[JsonSerializable(typeof(SourceWent))]
[JsonSerializable(typeof(StreamsChanged))]
[JsonSerializable(typeof(MediaAccepted))]
[JsonSerializable(typeof(MediaStalled))]
[JsonSerializable(typeof(MediaSlow))]
[JsonSerializable(typeof(MediaCaughtUp))]
[JsonSerializable(typeof(MediaEnded))]
[JsonSerializable(typeof(DelayOver))]
[JsonSerializable(typeof(Awake))]
[JsonSerializable(typeof(Assigned))]
[JsonSerializable(typeof(Retired))]
[JsonSerializable(typeof(WorkloadStarted))]
[JsonSerializable(typeof(ProvedOnAir))]
[JsonSerializable(typeof(Parked))]
[JsonSerializable(typeof(Unparked))]
[JsonSerializable(typeof(PhaseChanged))]
[JsonSerializable(typeof(Failed))]
[JsonSerializable(typeof(Recovered))]
[JsonSerializable(typeof(FailuresCleared))]
[JsonSerializable(typeof(SourceSeen))]
[JsonSerializable(typeof(MediaSeen))]
[JsonSerializable(typeof(WorkloadState))]
[JsonSerializable(typeof(WorkloadLive))]
[JsonSerializable(typeof(WorkloadFigures))]
internal sealed partial class WorkloadJson : JsonSerializerContext;
