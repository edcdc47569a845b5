using Microsoft.Extensions.Logging.Abstractions;

namespace StreamActors.Runtime.Akka.Tests;

/// <summary>A resident whose door is not its node's roster: as in a shard, which has to keep back what comes before anybody may sleep.</summary>
public sealed class DoorSpecs : IAsyncDisposable
{
    private static readonly EntityId Purse = Purses.Purse("hers");

    private readonly Stage _stage = new();
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
    private readonly MemoryJournal _journal = new();
    private readonly ShardDoor _door = new();
    private readonly Resident _resident;

    public DoorSpecs() => _resident = new Resident(
        new EntityKind("purse", new PurseDecider(_stage)) { Effects = _stage.Open },
        Purse,
        new Surroundings("here", _journal, new MemoryTimeline(), _clock, () => 0.5, 16, NullLogger.Instance),
        _door);

    [Fact]
    public async Task Who_is_idle_stays_awake_until_the_door_says_so_and_carries_out_first_what_has_come_by_then()
    {
        await Hear(new Put(1));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Settled();
        _door.Asked.ShouldBe(1);
        _resident.Phase.ShouldBe(Phase.Awake);

        var gate = _stage.HoldAt("sleep");
        var hearing = Hear(new Ponder("sleep"));
        await gate.Reached;
        _resident.Mailbox.Offer(Letter(new Put(2)));
        _resident.Mailbox.Signal(Signals.Sleep);
        gate.Open();
        (await _door.Gone.Soon()).ShouldBeFalse("nothing goes on: nobody has to wake it");
        await hearing;
        _resident.Mailbox.Offer(Letter(new Put(4))).ShouldBe(Reception.Closed);
        List<Event> stored = [];
        await foreach (var recorded in _journal.Read(Purse, 0, CancellationToken.None))
            stored.Add(recorded.Envelope.Event);
        stored.ShouldBe([new CoinsPut(1), new CoinsPut(2)]);
    }

    [Fact]
    public async Task Who_has_begun_to_work_again_when_told_to_sleep_goes_and_is_wanted()
    {
        await Hear(new Put(1));
        _stage.Acts(Purse)[0].AtWork = true;
        _resident.Mailbox.Signal(Signals.Sleep);
        (await _door.Gone.Soon()).ShouldBeTrue();
        _resident.Phase.ShouldBe(Phase.Asleep);
    }

    public async ValueTask DisposeAsync()
    {
        _resident.Leave();
        await _door.Gone.Soon();
    }

    private static Told Letter(Command command) => new(new Delivery(command, CommandId.Nameless));

    private Task Hear(Command command)
    {
        _resident.Mailbox.Offer(Letter(command)).ShouldBe(Reception.Taken);
        return Settled();
    }

    private async Task Settled()
    {
        while (_resident.Mailbox.IsTurning)
            await Task.Yield();
    }

    private sealed class ShardDoor : IDoor
    {
        private readonly TaskCompletionSource<bool> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        /// <summary>Whether it is wanted.</summary>
        public Task<bool> Gone => _gone.Task;

        public bool LetsSleep(Resident resident)
        {
            Interlocked.Increment(ref _asked);
            return false;
        }

        public void Left(Resident resident, bool isWanted) => _gone.SetResult(isWanted);
    }
}
