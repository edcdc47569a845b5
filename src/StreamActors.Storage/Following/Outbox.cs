using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// The outbox between entities: a follower's commands are delivered at least once, in order per receiver, from a stored cursor that never
/// passes an undelivered command. Receivers drop repeats.
/// </summary>
public sealed class Outbox(
    IFollower follower, ICommittedFeed feed, IEntities entities, Cursors cursors, ITimeline timeline, string node, FollowerTiming timing,
    TimeProvider time, Func<double> chance, ILogger<Outbox> log)
    : IFeedReader
{
    public string Name => follower.Name;

    /// <summary>The name of its cursor and the origin of its commands.</summary>
    private string Who => "follower:" + follower.Name;

    public async Task Run(CancellationToken stop)
    {
        var start = await cursors.Find(Who, stop) ?? 0;
        var mark = new LowWaterMark(start, timing.Ahead);
        using var cursor = new StoredCursor(cursors, Who, mark, timing.StoreEvery, time, log);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var keyedQueues = new KeyedQueues(timing.Window, over.Token);
        var storing = cursor.Keep(over.Token);
        try
        {
            await foreach (var recorded in feed.Follow(start, over.Token))
            {
                var commands = Addressed(recorded);
                if (commands.Count > 0)
                    await cursor.WaitForCapacity(over.Token);
                var ticket = mark.Begin(recorded.Position, commands.Count);
                foreach (var (to, command) in commands)
                {
                    await keyedQueues.Add(to, async () =>
                    {
                        await Deliver(to, command, over.Token);
                        mark.Done(ticket);
                    });
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A clean stop: deliveries in progress are awaited below.
        }
        finally
        {
            await over.CancelAsync();
            await keyedQueues.Ended();
            await storing;
            await cursor.Store();
        }
    }

    /// <summary>Commands with their origin. Two for one receiver would count as one and its repeat: a follower's bug.</summary>
    private List<(EntityId To, Command Command)> Addressed(Recorded recorded)
    {
        var commands = follower.On(recorded).ToList();
        if (commands.Count == 0)
            return commands;
        if (commands.DistinctBy(c => c.To).Count() < commands.Count)
            throw new InvalidOperationException(
                $"The follower '{follower.Name}' makes two commands for one receiver of {recorded.Id}#{recorded.Sequence}: the second "
                    + $"would be dropped as a repeat.");
        var cause = new Cause(recorded.Id, recorded.Sequence);
        return [.. commands.Select(c => (c.To, c.Command with { Origin = c.Command.Origin with { Who = Who, Cause = cause } }))];
    }

    private async Task Deliver(EntityId to, Command command, CancellationToken stop)
    {
        var id = CommandId.Of($"{command.Origin.Who}|{command.Origin.Cause}");
        for (var attempt = 1; ; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            string why;
            Exception? failure = null;
            try
            {
                switch (await entities.Ask(to, command, id, deadline: timing.Deadline))
                {
                    case Done:
                        return;
                    case Refused { Refusal: var refusal }:
                        Note(to, command, refusal);
                        return;
                    case Busy:
                        why = "it is busy";
                        break;
                    case Crashed crashed:
                        why = crashed.Why;
                        break;
                    case NotStored notStored:
                        why = notStored.Why;
                        break;
                    case Unknown unknown:
                        why = unknown.Why;
                        break;
                    case var other:
                        throw new InvalidOperationException($"{other.GetType().Name} is not a known reply.");
                }
            }
            catch (Exception thrown)
            {
                stop.ThrowIfCancellationRequested();
                (why, failure) = (thrown.Message, thrown);
            }
            var delay = timing.RetryDelay.Delay(attempt, chance());
            FollowingLog.NotTaken(log, Who, to, command.GetType().Name, command.Origin.Cause!, attempt, why, delay, failure);
            await Task.Delay(delay, time, stop);
        }
    }

    private void Note(EntityId to, Command command, Refusal refusal)
    {
        var cause = command.Origin.Cause!;
        FollowingLog.Refused(log, Who, to, command.GetType().Name, cause, refusal.Code, refusal.Message);
        timeline.Append(new Moment(time.GetUtcNow(), to, node, null, Who,
            new CommandRefused(follower.Name, cause.ToString(), command.GetType().Name, refusal.Code, refusal.Message)));
    }
}
