using System.Collections.Concurrent;
using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Sends to any entity from this node: through the shard region of its kind, with replies to the pending requests.</summary>
internal sealed class ClusterEntities(AkkaRuntimeOptions options, RuntimeContext node) : IEntities
{
    private readonly ConcurrentDictionary<string, IActorRef> _regions = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<string>? _kinds;

    /// <summary>The kinds that are to have a region here.</summary>
    public void Serve(IReadOnlyList<EntityKind> kinds) => _kinds = [.. kinds.Select(k => k.Name)];

    public void Open(string kind, IActorRef region) => _regions[kind] = region;

    /// <summary>The node stops sending to its regions: one leaves only with empty buffers, which retries would keep filling.</summary>
    public void Close() => _regions.Clear();

    private IActorRef? RegionOf(string kind) => _regions.GetValueOrDefault(kind);

    public async ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null,
        TimeSpan? deadline = null)
    {
        options.Vocabulary.ManifestOf(command); // throws here instead of on the way to another node
        return (Reply)await Answer(id, (number, until) => new Ask(id, number, until, new Delivery(command, commandId, expectedVersion)),
            deadline);
    }

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => Read(id, command: null, deadline);

    public async ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) =>
        await Read(id, commandId, deadline) is var reading ? reading.Failure ?? reading.First : null;

    private async ValueTask<Reading> Read(EntityId id, CommandId? command, TimeSpan? deadline) =>
        await Answer(id, (number, until) => new Read(id, number, until, command), deadline) switch
        {
            Reading reading => reading,
            var failure => new Reading(null, null, 0, (Reply)failure),
        };

    public void Tell(EntityId id, Command command, CommandId commandId)
    {
        options.Vocabulary.ManifestOf(command);
        Post(new Ask(id, 0, Request.Always, new Delivery(command, commandId)));
    }

    public void Wake(EntityId id) => Post(new WakeUp(id));

    private void Post(EntityMessage entityMessage)
    {
        if (RegionOf(entityMessage.To.Kind) is { } region)
            Send(region, entityMessage, ActorRefs.NoSender);
        else if (IsKnown(entityMessage.To.Kind))
            node.Figures.Dropped(entityMessage.To.Kind);
        else
            node.Log.UnknownKind(entityMessage.To);
    }

    private void Send(IActorRef region, EntityMessage entityMessage, IActorRef? asker)
    {
        if (node.Hosted.Find(entityMessage.To)?.TryTell(entityMessage, asker) != true)
            region.Tell(entityMessage, asker);
    }

    /// <summary>Before it starts, any may be.</summary>
    private bool IsKnown(string kind) => _kinds?.Contains(kind, StringComparer.Ordinal) ?? true;

    private Task<object> Answer(EntityId id, Func<long, long, Request> question, TimeSpan? deadline)
    {
        if (RegionOf(id.Kind) is not { } region)
            return Task.FromResult<object>(IsKnown(id.Kind)
                ? new Unknown("The node is not in the cluster: it was not begun.")
                : new Refused(
                new Refusal("unknown-kind",
                    $"There is no kind '{id.Kind}' here. Known: {string.Join(", ", _kinds!.Order(StringComparer.Ordinal))}.")));
        var within = deadline ?? options.Deadline;
        var until = within == Timeout.InfiniteTimeSpan ? Request.Always : node.Clock.In(within);
        var number = node.Asks.Open(until, out var answer);
        Send(region, question(number, until), node.Asks);
        return answer;
    }
}

internal static class Timestamps
{
    public static long In(this TimeProvider clock, TimeSpan time) =>
        clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>Timers count whole milliseconds: rounding up avoids a check just before the time.</summary>
    public static TimeSpan WholeMilliseconds(this TimeSpan time) =>
        TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(time.TotalMilliseconds)));

    public static TimeSpan Left(this TimeProvider clock, long until) => clock.GetElapsedTime(clock.GetTimestamp(), until);
}
