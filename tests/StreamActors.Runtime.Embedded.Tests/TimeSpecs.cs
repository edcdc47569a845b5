namespace StreamActors.Runtime.Embedded.Tests;

public sealed class TimeSpecs
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
    private readonly List<string> _came = [];

    [Fact]
    public void Appointments_come_in_the_order_of_their_times_and_not_before()
    {
        using var agenda = new Agenda(_clock);
        agenda.Add(new Note(_came, "late"), TimeSpan.FromDays(3));
        agenda.Add(new Note(_came, "second"), TimeSpan.FromMilliseconds(20));
        agenda.Add(new Note(_came, "first"), TimeSpan.FromMilliseconds(10));
        _clock.Advance(TimeSpan.FromMilliseconds(9));
        _came.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromMilliseconds(11));
        _came.ShouldBe(["first", "second"]);
        _clock.Advance(TimeSpan.FromDays(2));
        _came.Count.ShouldBe(2);
        _clock.Advance(TimeSpan.FromDays(1));
        _came.ShouldBe(["first", "second", "late"]);
    }

    [Fact]
    public void What_is_called_off_does_not_come_and_does_not_fill_the_memory()
    {
        using var agenda = new Agenda(_clock);
        agenda.Add(new Note(_came, "stays"), TimeSpan.FromHours(2));
        var forgotten = Enumerable.Range(0, 10_000).Select(_ => Moved(agenda)).ToList();
        agenda.Held.ShouldBeLessThan(200);
        _clock.Advance(TimeSpan.FromHours(3));
        _came.ShouldBe(["stays"]);
        forgotten.Count.ShouldBe(10_000);
    }

    [Fact]
    public async Task Nothing_is_kept_of_questions_that_were_answered()
    {
        await using var node = new SmallNode();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => node.Put(1)));
        node.Runtime.Deadlines.Open.ShouldBe(0);
    }

    [Theory, InlineData(-1), InlineData(1)]
    public async Task A_delay_takes_as_long_as_it_was_meant_to_however_the_wall_clock_is_set(int hours)
    {
        await using var node = new SmallNode();
        var delay = TimeSpan.FromSeconds(2);
        (await node.Ask(new SetAlarm("tea", node.Clock.GetUtcNow() + delay, 500, AtMost: delay))).ShouldBeOfType<Done>();
        node.Clock.Set(TimeSpan.FromHours(hours));
        node.Clock.Advance(TimeSpan.FromSeconds(1.9));
        await node.Settled();
        (await Coins(node)).ShouldBe(0);
        node.Clock.Advance(TimeSpan.FromSeconds(0.2));
        await node.Settled();
        (await Coins(node)).ShouldBe(500);
    }

    [Fact]
    public async Task A_delay_that_was_asked_for_before_the_clock_was_set_back_is_no_longer_than_itself()
    {
        await using var node = new SmallNode();
        var at = node.Clock.GetUtcNow() + TimeSpan.FromSeconds(2);
        node.Clock.Set(TimeSpan.FromHours(-1));
        await node.Ask(new SetAlarm("tea", at, 500, AtMost: TimeSpan.FromSeconds(2)));
        node.Clock.Advance(TimeSpan.FromSeconds(2.1));
        await node.Settled();
        (await Coins(node)).ShouldBe(500);
    }

    private static async Task<int> Coins(SmallNode node) => ((Purse)(await node.Runtime.Read(SmallNode.Purse)).Order!).Coins;

    private Note Moved(Agenda agenda)
    {
        var note = new Note(_came, "moved");
        agenda.Add(note, TimeSpan.FromHours(1));
        agenda.CallOff(note);
        return note;
    }

    private sealed class Note(List<string> came, string text) : Appointment
    {
        public override void Come() => came.Add(text);
    }
}
