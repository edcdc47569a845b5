using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Sends commands to a workload. One that its owner has just ordered is created through the outbox, so it is waited for.</summary>
public sealed class WorkloadCommands(IEntities entities, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public async Task<Reply> Tell(WorkloadId id, Command command, CommandContext commandContext)
    {
        using var timer = new PeriodicTimer(Interval, time);
        // It is read, not asked: an entity remembers what it has refused, and would refuse the same command again.
        for (var left = Timeout; left > TimeSpan.Zero && !await IsOrdered(id); left -= Interval)
            await timer.WaitForNextTickAsync(commandContext.Stop);
        return await entities.Ask(id.EntityId, command with { Origin = commandContext.Origin }, commandContext.Command);
    }

    private async Task<bool> IsOrdered(WorkloadId id) => (await entities.Read(id.EntityId)).Order is not WorkloadState { Spec: null };
}
