using System.Collections.Immutable;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Delivers one message: planned and stored, then sent until it is accepted or given up, and that is stored too. After a crash in between,
/// the same message is sent again under the same id.
/// </summary>
internal sealed class ChannelDispatcher(string channel, Func<AlertSnapshot> newest, IEntities entities, ITelemetry telemetry,
    SendNotice send, DeliveryPolicy policy, Func<double> chance, TimeProvider time, ILogger log)
{
    private readonly EntityId _delivery = new DeliveryId(channel).EntityId;

    public async Task Go(CancellationToken stop)
    {
        // The snapshot may lag behind what this node has just stored; the entity does not.
        if (await entities.Read(_delivery) is not { Failure: null, Order: DeliveryState order } reading)
            return;
        var notice = order.Open ?? await Plan(order, reading.Version);
        if (notice is not null)
            await Send(notice, stop);
    }

    private async Task<Notice?> Plan(DeliveryState order, long version)
    {
        var (alertSnapshot, now) = (newest(), time.GetUtcNow());
        if (!alertSnapshot.Channels.TryGetValue(channel, out var c)
            || DueNotices.Of(channel, c, order, alertSnapshot, now) is not { IsEmpty: false } due)
            return null;
        var id = CommandId.Of($"notice|{channel}|{version}|{now.UtcTicks}").ToString();
        var notice = new Notice(id, now, due);
        return await entities.Ask(_delivery, new PlanNotice(notice), CommandId.Nameless, version) is Done ? notice : null;
    }

    private async Task Send(Notice notice, CancellationToken stop)
    {
        ImmutableArray<string>? left = null; // recipients still to be served, once others were
        for (var attempt = 1; ; attempt++)
        {
            var now = time.GetUtcNow();
            if (newest().Channels.GetValueOrDefault(channel)?.Config is not { On: true } config)
            {
                await Settle(new AbandonNotice(notice.Id, "The channel was switched off or removed.", now));
                return;
            }
            var fault = await send(left is { } missing ? config with { To = [.. config.To.Where(missing.Contains)] } : config, notice,
                stop);
            now = time.GetUtcNow();
            if (fault is null)
            {
                SendingMeter.Sent(channel);
                telemetry.Publish(ChannelHealth.Topic, channel, new ChannelHealth(now, null, attempt, null));
                await Settle(new ConfirmNotice(notice.Id));
                return;
            }
            if (!fault.Refused.IsEmpty)
            {
                SendingMeter.Refused(channel, fault.Refused.Length);
                AlertLoopLog.RecipientsRefused(log, channel, fault.Says);
                left = fault.RetryRecipients;
            }
            if (left is { } && (fault.IsFinal || attempt >= policy.Attempts))
            {
                SendingMeter.Sent(channel);
                telemetry.Publish(ChannelHealth.Topic, channel, new ChannelHealth(now, fault.Says, attempt, null) { Sent = true });
                await Settle(new ConfirmNotice(notice.Id));
                return;
            }
            SendingMeter.Failed(channel);
            if (fault.IsFinal || attempt >= policy.Attempts)
            {
                AlertLoopLog.GivenUp(log, channel, now + policy.Rest, fault.Says);
                telemetry.Publish(ChannelHealth.Topic, channel, new ChannelHealth(now, fault.Says, attempt, now + policy.Rest));
                await Settle(new AbandonNotice(notice.Id, fault.Says, now + policy.Rest));
                return;
            }
            var delay = policy.RetryDelay.Delay(attempt, chance());
            AlertLoopLog.NotSent(log, channel, attempt, fault.Says, delay);
            telemetry.Publish(ChannelHealth.Topic, channel, new ChannelHealth(now, fault.Says, attempt, now + delay));
            await Wait(delay, config, stop);
        }
    }

    /// <summary>Ends early if the channel is edited: that may have fixed the cause.</summary>
    private async Task Wait(TimeSpan delay, ChannelConfig config, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        while (delay - time.GetElapsedTime(began) is var left && left > TimeSpan.Zero
            && newest().Channels.GetValueOrDefault(channel)?.Config == config)
            await Task.Delay(left < AlertLoop.Interval ? left : AlertLoop.Interval, time, stop);
    }

    /// <summary>Stored even during shutdown: otherwise the message would be sent again.</summary>
    private async Task Settle(Command command)
    {
        for (var attempt = 1; attempt <= 3 && await entities.Ask(_delivery, command, CommandId.Nameless) is not Done; attempt++)
            await Task.Delay(AlertLoop.Interval, time, CancellationToken.None);
    }
}
