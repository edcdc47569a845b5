using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Evaluates once a second on one node of the cluster: raises and resolves alerts and starts notifications. Failures are retried at the
/// next evaluation; no receiver blocks it.
/// </summary>
/// <param name="look">The current state of everything.</param>
public sealed class Watch(Func<Scene> look, IEntities entities, ITelemetry telemetry, SendNotice send, SendingPace pace, Func<double> chance, TimeProvider time, ILogger<Watch> log)
{
    private const int AtOnce = 16;
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Runs until it is stopped, then waits for what is in progress.</summary>
    public async Task Run(CancellationToken stop)
    {
        var vigil = new Vigil(new Recollection(time.GetUtcNow()));
        var began = time.GetTimestamp();
        var couriers = new Couriers(entities, telemetry, send, pace, chance, time, log, stop);
        var shown = new Dictionary<AlertId, PendingAlert>();
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
                await Look(vigil, time.GetElapsedTime(began), couriers, shown, stop);
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped; another node may continue.
        }
        finally
        {
            foreach (var (id, _) in shown)
                telemetry.Publish(PendingAlert.Topic, id.ToString(), null);
            await couriers.Ended();
        }
    }

    private async Task Look(Vigil vigil, TimeSpan running, Couriers couriers, Dictionary<AlertId, PendingAlert> shown, CancellationToken stop)
    {
        try
        {
            var now = time.GetUtcNow();
            var scene = look();
            var steps = vigil.Look(scene, now, running);
            Show(vigil.Pending.Where(p => !scene.Firing.ContainsKey(p.Key)).ToDictionary(), shown);
            await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (step, _) =>
            {
                if (await entities.Ask(step.Id.EntityId, step.Command, CommandId.Nameless) is var reply and not Done)
                    WatchLog.NotTaken(log, step.Id.ToString(), step.Command.GetType().Name, reply.GetType().Name);
            });
            couriers.Look(scene, now);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            WatchLog.LookFailed(log, failure);
        }
    }

    private void Show(Dictionary<AlertId, PendingAlert> pending, Dictionary<AlertId, PendingAlert> shown)
    {
        foreach (var (id, _) in shown.Where(s => !pending.ContainsKey(s.Key)).ToList())
        {
            telemetry.Publish(PendingAlert.Topic, id.ToString(), null);
            shown.Remove(id);
        }
        foreach (var (id, alert) in pending.Where(p => !shown.TryGetValue(p.Key, out var before) || before != p.Value))
        {
            telemetry.Publish(PendingAlert.Topic, id.ToString(), alert);
            shown[id] = alert;
        }
    }
}
