using System.Collections.Concurrent;

namespace StreamActors.Runtime.Promises;

/// <summary>The smallest thing that keeps what a database keeps: events, snapshots, cursors.</summary>
public sealed class MemoryStore : Store
{
    public MemoryJournal Journal { get; } = new();

    public MemoryTimeline Timeline { get; } = new();

    internal ConcurrentDictionary<string, long> Cursors { get; } = new(StringComparer.Ordinal);

    public override Task<OpenStore> Open(IReadOnlyList<EntityKind> kinds) => Task.FromResult<OpenStore>(new OpenMemory(this, kinds));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class OpenMemory(MemoryStore store, IReadOnlyList<EntityKind> kinds) : OpenStore
    {
        private readonly CancellationTokenSource _over = new();
        private readonly List<Task> _running = [];

        public override IJournal Journal => store.Journal;

        public override ICommittedFeed Feed => store.Journal;

        public override ITimeline Timeline => store.Timeline;

        public override Task Remember(IEntities entities)
        {
            foreach (var id in store.Journal.Wanted(kinds))
                entities.Wake(id);
            return Task.CompletedTask;
        }

        public override Task Employ(IFollower follower, IEntities entities)
        {
            _running.Add(Follow(follower, entities));
            return Task.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task Follow(IFollower follower, IEntities entities)
        {
            await foreach (var recorded in store.Journal.Follow(store.Cursors.GetValueOrDefault(follower.Name), _over.Token))
            {
                foreach (var (to, command) in follower.On(recorded))
                {
                    var id = CommandId.Of($"{follower.Name} {recorded.Id}#{recorded.Sequence} {to}");
                    while (!_over.IsCancellationRequested && await entities.Ask(to, command, id).AsTask().WaitAsync(_over.Token) is not (Done or Refused))
                        await Task.Yield();
                }
                _over.Token.ThrowIfCancellationRequested();
                store.Cursors[follower.Name] = recorded.Position;
            }
        }
    }
}
