using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Evaluates once a second on one node of the cluster: raises and resolves alerts and starts notifications. Failures are retried at the
/// next evaluation; no receiver blocks it.
/// </summary>
/// <param name="read">The current state of everything.</param>
public sealed class AlertLoop(Func<AlertSnapshot> read, IEntities entities, ITelemetry telemetry, SendNotice send, DeliveryPolicy policy,
    Func<double> chance, TimeProvider time, ILogger<AlertLoop> log)
{
    private const int AtOnce = 16;
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until it is stopped, then waits for what is in progress.</summary>
    public async Task Run(CancellationToken stop)
    {
        var alertEvaluator = new AlertEvaluator(new OccurrenceWindow(time.GetUtcNow()));
        var began = time.GetTimestamp();
        var channelDispatchers = new ChannelDispatchers(entities, telemetry, send, policy, chance, time, log, stop);
        var shown = new Dictionary<AlertId, PendingAlert>();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await Tick(alertEvaluator, time.GetElapsedTime(began), channelDispatchers, shown, stop);
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
            await channelDispatchers.Ended();
        }
    }

    private async Task Tick(AlertEvaluator alertEvaluator, TimeSpan running, ChannelDispatchers channelDispatchers,
        Dictionary<AlertId, PendingAlert> shown, CancellationToken stop)
    {
        try
        {
            var now = time.GetUtcNow();
            var alertSnapshot = read();
            var steps = alertEvaluator.Evaluate(alertSnapshot, now, running);
            Show(alertEvaluator.Pending.Where(p => !alertSnapshot.Firing.ContainsKey(p.Key)).ToDictionary(), shown);
            await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
                async (step, _) =>
            {
                if (await entities.Ask(step.Id.EntityId, step.Command, CommandId.Nameless) is var reply and not Done)
                    AlertLoopLog.NotTaken(log, step.Id.ToString(), step.Command.GetType().Name, reply.GetType().Name);
            });
            channelDispatchers.Dispatch(alertSnapshot, now);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            AlertLoopLog.EvaluationFailed(log, failure);
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
