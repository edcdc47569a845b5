namespace StreamActors.Runtime.Akka.Tests;

public sealed class AgendaSpecs
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
