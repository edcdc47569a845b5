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
        for (var left = Timeout; ; left -= Interval)
        {
            var reply = await entities.Ask(id.EntityId, command with { Origin = commandContext.Origin }, commandContext.Command);
            if (reply is not Refused { Refusal.Code: "not-found" } || left <= TimeSpan.Zero)
                return reply;
            await timer.WaitForNextTickAsync(commandContext.Stop);
        }
    }
}
