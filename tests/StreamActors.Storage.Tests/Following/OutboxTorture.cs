using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Following;

/// <summary>The entities and followers of one process, over a database that outlives it.</summary>
internal sealed record OutboxWorld(IEntities Entities, IJournal Journal, ICommittedFeed Feed, Func<Task> End);

/// <summary>Starts one process after another over one database, each until it crashes. Any runtime can be used.</summary>
internal sealed class OutboxTorture(IDatabase database, Func<IDatabase, OutboxWorld> start, int seed)
{
    private const int Senders = 5;
    private const int Receivers = 7;

    private readonly Random _random = new(seed);
    private readonly Dictionary<int, (EntityId Sender, Send Command)> _unanswered = [];
    private readonly CommitSignal _committed = new();
    private int _next;

    public int Crashes { get; private set; }

    /// <summary>Most crash early, while they recover what was left to them; some run long enough to leave a lot.</summary>
    public async Task Run(int crashes)
    {
        while (Crashes < crashes)
        {
            await OneLife(new CrashingProcess(1 + (Chance(3) == 0 ? Chance(500) : Chance(60))), keepSending: true);
            Crashes++;
        }
        await OneLife(CrashingProcess.Immortal, keepSending: false);
    }

    private async Task OneLife(CrashingProcess process, bool keepSending)
    {
        var crashing = new CrashingDatabase(database, process, _committed.Ring);
        var world = start(crashing);
        var entities = new CrashingEntities(world.Entities, process, Chance);
        var pace = new FollowerTiming { Window = 16, StoreEvery = TimeSpan.FromMilliseconds(2),
            RetryDelay = new BackOff(TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(2)) };
        var outbox = new Outbox(
            new LedgerFollower(), world.Feed, entities, new Cursors(crashing), new NoTimeline(), "n1", pace, TimeProvider.System,
            () => Chance(1000) / 1000.0, NullLogger<Outbox>.Instance);
        using var stop = new CancellationTokenSource();
        var following = Task.Run(() => outbox.Run(stop.Token));
        var sending = Task.Run(() => SendAll(entities, process, keepSending));
        if (keepSending)
        {
            await process.Death;
        }
        else
        {
            await sending;
            await Delivered();
        }
        await stop.CancelAsync();
        await Task.WhenAll(following, sending).ContinueWith(static _ => { }, TaskScheduler.Default);
        await world.End();
        await crashing.Quiet();
        if (!keepSending)
            following.Status.ShouldBe(TaskStatus.RanToCompletion, following.Exception?.ToString());
    }

    /// <summary>Senders retry unanswered commands with the same ids until they are answered.</summary>
    private async Task SendAll(CrashingEntities entities, CrashingProcess process, bool keepSending)
    {
        while (!process.Death.IsCompleted && (keepSending || _unanswered.Count > 0))
        {
            if (_unanswered.Count == 0)
                _unanswered.Add(_next++, (new EntityId("sender", $"s{Chance(Senders)}"), new Send(Chance(100), Some())));
            var (n, (sender, command)) = _unanswered.First();
            try
            {
                if (await entities.Ask(sender, command, CommandId.Of(n.ToString(CultureInfo.InvariantCulture))) is Done)
                    _unanswered.Remove(n);
            }
            catch (ProcessCrashed)
            {
                return;
            }
        }
    }

    private async Task Delivered()
    {
        var cursors = new Cursors(database);
        while (true)
        {
            var rung = _committed.Next;
            if (await cursors.Find("follower:ledger", default) == await cursors.JournalEnd(default))
                return;
            await rung;
        }
    }

    private List<string> Some() => [.. Enumerable.Range(0, Receivers).Where(_ => Chance(3) == 0).Select(n => $"r{n}")];

    private int Chance(int below)
    {
        lock (_random)
            return _random.Next(below);
    }

    private sealed class NoTimeline : ITimeline
    {
        public long Dropped => 0;

        public void Append(Moment moment) => throw new InvalidOperationException("Nothing here is refused.");
    }
}
