using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Sends commands to a workload. One that its owner has just ordered is created through the outbox, so it is waited for.</summary>
public sealed class Nudges(IEntities entities, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    public async Task<Reply> Tell(WorkloadId id, Command command, Errand errand)
    {
        using var timer = new PeriodicTimer(Every, time);
        for (var left = Patience; ; left -= Every)
        {
            var reply = await entities.Ask(id.EntityId, command with { Origin = errand.Origin }, errand.Command);
            if (reply is not Refused { Refusal.Code: "not-found" } || left <= TimeSpan.Zero)
                return reply;
            await timer.WaitForNextTickAsync(errand.Stop);
        }
    }
}
