using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>The command an operator types to restart a workload that does not retry by itself.</summary>
internal static class RetryCommand
{
    public static string Of(EntityId workload) => workload.Kind != WorkloadId.Kind ? "check it again"
        : WorkloadId.OwnerOf(workload.Id, isIngest: true) is { } input
        ? $"streamactors inputs retry {input}"
        : $"streamactors outputs retry {WorkloadId.OwnerOf(workload.Id, isIngest: false)}";
}
