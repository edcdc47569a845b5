using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>What an operator types so that a workload which makes no retry by itself starts again.</summary>
internal static class RetryCommand
{
    public static string Of(EntityId workload) => WorkloadId.OwnerOf(workload.Id, isIngest: true) is { } input
        ? $"streamactors inputs retry {input}"
        : $"streamactors outputs retry {WorkloadId.OwnerOf(workload.Id, isIngest: false)}";
}
