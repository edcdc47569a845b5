using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>What an awake entity is to be reminded of, by name. Lives and ends with its stay.</summary>
internal sealed class Reminders(Stay stay, Surroundings around)
{
    private readonly Dictionary<string, Reminder> _byName = new(StringComparer.Ordinal);

    public bool Any => _byName.Count > 0;

    public void Set(RemindMe remindMe)
    {
        Forget(remindMe.Name);
        var reminder = new Reminder(stay, around, remindMe);
        _byName.Add(remindMe.Name, reminder);
        reminder.Await();
    }

    public void Forget(string name)
    {
        if (_byName.Remove(name, out var reminder))
            around.Agenda.CallOff(reminder);
    }

    /// <summary>False for one that was forgotten or replaced while it lay in the mailbox.</summary>
    public bool Take(Reminder reminder) =>
        _byName.TryGetValue(reminder.Name, out var current) && ReferenceEquals(current, reminder) && _byName.Remove(reminder.Name);

    public void ForgetAll()
    {
        foreach (var reminder in _byName.Values)
            around.Agenda.CallOff(reminder);
        _byName.Clear();
    }
}

internal sealed class Reminder(Stay stay, Surroundings around, RemindMe remindMe) : Appointment
{
    // The time is one of the wall clock, which can be set; the agenda's clock cannot. So a long wait is looked at again.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    public string Name => remindMe.Name;

    public Command Command => remindMe.Command;

    public Stay Stay => stay;

    public void Await()
    {
        var wait = remindMe.At - around.Clock.GetUtcNow();
        around.Agenda.Add(this, remindMe.AtMost is { } most ? (wait < most ? wait : most) : wait < Step ? wait : Step);
    }

    public override void Come()
    {
        if (remindMe.AtMost is null && remindMe.At > around.Clock.GetUtcNow())
            Await();
        else
            stay.Hear(new Reminded(this));
    }
}
