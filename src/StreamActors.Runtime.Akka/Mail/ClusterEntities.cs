using System.Collections.Concurrent;
using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>The way to every entity from this node: the shard region of its kind, and the desk where the asker waits.</summary>
internal sealed class ClusterEntities(Surroundings around) : IEntities
{
    private readonly ConcurrentDictionary<string, IActorRef> _regions = new(StringComparer.Ordinal);

    public void Open(string kind, IActorRef region) => _regions[kind] = region;

    private IActorRef? RegionOf(string kind) => _regions.GetValueOrDefault(kind);

    public async ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null)
    {
        around.Vocabulary.ManifestOf(command); // throws here, and not on the way to another node
        return await Answer(id, (number, until) => new Ask(id, number, until, new Delivery(command, commandId, expectedVersion)), deadline) switch
        {
            CarriedOut before => await FirstReply(id, before),
            var answer => (Reply)answer,
        };
    }

    public async ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) =>
        await Answer(id, (number, until) => new Look(id, number, until), deadline) switch
        {
            Reading reading => reading,
            var failure => new Reading(null, null, 0, (Reply)failure),
        };

    public void Tell(EntityId id, Command command, CommandId commandId)
    {
        around.Vocabulary.ManifestOf(command);
        Post(new Ask(id, 0, Question.Always, new Delivery(command, commandId)));
    }

    public void Wake(EntityId id) => Post(new WakeUp(id));

    private void Post(Letter letter)
    {
        if (RegionOf(letter.To.Kind) is { } region)
            region.Tell(letter, ActorRefs.NoSender);
        else
            around.Log.UnknownKind(letter.To);
    }

    private async Task<object> Answer(EntityId id, Func<long, long, Question> question, TimeSpan? deadline)
    {
        if (RegionOf(id.Kind) is not { } region)
            return around.Kinds.ContainsKey(id.Kind)
                ? new Unknown("The node is not in the cluster yet: it was not begun.")
                : new Refused(new Refusal("unknown-kind", $"There is no kind '{id.Kind}' here. Known: {string.Join(", ", around.Kinds.Keys.Order(StringComparer.Ordinal))}."));
        var number = around.Desk.Open(out var answer);
        var within = deadline ?? around.Deadline;
        region.Tell(question(number, within == Timeout.InfiniteTimeSpan ? Question.Always : around.Clock.In(within)), around.Desk);
        try
        {
            return answer.IsCompleted ? await answer : await answer.WaitAsync(within, around.Clock);
        }
        catch (TimeoutException)
        {
            var unknown = new Unknown("No answer in time: it may have been stored or not.");
            around.Desk.Answer(number, unknown);
            return unknown;
        }
    }

    private async Task<Reply> FirstReply(EntityId id, CarriedOut before)
    {
        if (before.Count == 0)
            return new Done(before.Version, []);
        try
        {
            List<Event> events = new(before.Count);
            await foreach (var recorded in around.Journal.Read(id, before.First - 1, CancellationToken.None))
            {
                events.Add(recorded.Envelope.Event);
                if (events.Count == before.Count)
                    break;
            }
            return new Done(before.Version, events);
        }
        catch (Exception e)
        {
            around.Log.FirstReplyUnread(e, id);
            return new Unknown($"It was carried out before, but {id} cannot be read: {e.Message}");
        }
    }
}

internal static class Timestamps
{
    public static long In(this TimeProvider clock, TimeSpan time) => clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    public static TimeSpan Left(this TimeProvider clock, long until) => clock.GetElapsedTime(clock.GetTimestamp(), until);
}
