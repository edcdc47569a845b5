using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Following;

/// <summary>A feed that a test writes; it can be read from the beginning any number of times.</summary>
internal sealed class HandFeed : ICommittedFeed
{
    private readonly List<Recorded> _all = [];
    private readonly List<Channel<Recorded>> _readers = [];

    public void Store(EntityId id, long sequence, Event happened)
    {
        lock (_all)
        {
            var recorded =
                new Recorded(_all.Count + 1, id, sequence, Guid.Empty, new Envelope("test", null, default, null, default, happened));
            _all.Add(recorded);
            _readers.ForEach(r => r.Writer.TryWrite(recorded));
        }
    }

    public async IAsyncEnumerable<Recorded> Follow(long after, [EnumeratorCancellation] CancellationToken stop)
    {
        var reader = Channel.CreateUnbounded<Recorded>();
        lock (_all)
        {
            _all.Where(r => r.Position > after).ToList().ForEach(r => reader.Writer.TryWrite(r));
            _readers.Add(reader);
        }
        await foreach (var recorded in reader.Reader.ReadAllAsync(stop))
            yield return recorded;
    }
}

/// <summary>Receivers whose replies the test gives, with a record of all commands and activations.</summary>
internal sealed class HandEntities : IEntities
{
    public sealed record Asked(EntityId To, Command Command, CommandId Id, TaskCompletionSource<Reply> Reply)
    {
        public void Answer(Reply reply) => Reply.SetResult(reply);

        public void Done() => Answer(new Done(1, []));
    }

    private readonly Channel<Asked> _asked = Channel.CreateUnbounded<Asked>();
    private readonly Channel<EntityId> _woken = Channel.CreateUnbounded<EntityId>();

    public async Task<Asked> Next() => await _asked.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    public bool NobodyElseIsAsked => !_asked.Reader.TryPeek(out _);

    public async Task<EntityId> Woken() => await _woken.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    public bool NobodyElseIsWoken => !_woken.Reader.TryPeek(out _);

    public async ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null,
        TimeSpan? deadline = null)
    {
        var asked = new Asked(id, command, commandId, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _asked.Writer.TryWrite(asked);
        return await asked.Reply.Task;
    }

    public void Tell(EntityId id, Command command, CommandId commandId) => throw new NotSupportedException();

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => throw new NotSupportedException();

    public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) => throw new NotSupportedException();

    public void Wake(EntityId id) => _woken.Writer.TryWrite(id);
}

internal sealed class HandTimeline : ITimeline
{
    public List<Moment> Moments { get; } = [];

    public long Dropped => 0;

    public void Append(Moment moment) => Moments.Add(moment);
}
