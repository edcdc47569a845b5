using System.Text.Json.Serialization;

namespace StreamActors.Benchmarks;

// The cheapest decider: the path to it is what is measured.

public sealed record Add : Command;

public sealed record ReadCounter : Command;

public sealed record Added(int By) : Event;

public sealed record Total(int Sum);

public sealed record Nothing;

public sealed class CounterDecider : Decider<Total, Nothing>
{
    private static readonly Decision One = Decision.Store(new Added(1));

    public override Total NoOrder { get; } = new(0);

    public override Nothing NoLive { get; } = new();

    public override Decision Decide(Total order, Nothing live, Command command) => command switch
    {
        Add => One,
        ReadCounter => Decision.Nothing,
        _ => throw Unknown(command),
    };

    public override Total Evolve(Total order, Event happened) => happened switch
    {
        Added e => new Total(order.Sum + e.By),
        _ => throw Unknown(happened),
    };
}

internal sealed class NoTimeline : ITimeline
{
    public long Dropped => 0;

    public void Append(Moment moment)
    {
    }
}

/// <summary>Accepts everything at once and keeps nothing; every entity has the same history.</summary>
internal sealed class BlankJournal(int past) : IJournal
{
    public Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes) => Task.CompletedTask;

    public async IAsyncEnumerable<Recorded> Read(EntityId id, long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        for (var sequence = after + 1; sequence <= past; sequence++)
        {
            var envelope = new Envelope("ada", null, new CommandId(Guid.NewGuid()), null, DateTimeOffset.UnixEpoch, new Added(1));
            yield return new Recorded(sequence, id, sequence, Guid.Empty, envelope);
        }
        await Task.CompletedTask;
    }

    public Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) => Task.FromResult<Snapshot?>(null);

    public Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop) => Task.CompletedTask;
}

internal static class CounterWords
{
    public static Vocabulary All { get; } = new Vocabulary()
        .Add("counter-add", 1, CounterJson.Default.Add)
        .Add("counter-look", 1, CounterJson.Default.ReadCounter)
        .Add("counter-added", 1, CounterJson.Default.Added)
        .Add("counter-total", 1, CounterJson.Default.Total)
        .Add("counter-live", 1, CounterJson.Default.Nothing);
}

[JsonSerializable(typeof(Add))]
[JsonSerializable(typeof(ReadCounter))]
[JsonSerializable(typeof(Added))]
[JsonSerializable(typeof(Total))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class CounterJson : JsonSerializerContext;
