using System.Diagnostics.Metrics;

namespace StreamActors.Runtime;

/// <summary>What the runtime counts of itself. The meter's name and its instruments' names are what dashboards read: keep them.</summary>
internal sealed class Figures : IDisposable
{
    public const string MeterName = "StreamActors.Runtime";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _busy;
    private readonly Counter<long> _crashes;

    public Figures()
    {
        _dropped = _meter.CreateCounter<long>("streamactors.mailbox.dropped", "{command}", "Commands told to a full mailbox or a stopping node.");
        _busy = _meter.CreateCounter<long>("streamactors.mailbox.busy", "{command}", "Requests refused by a full mailbox.");
        _crashes = _meter.CreateCounter<long>("streamactors.entity.crashes", "{crash}", "Crashes of entities.");
    }

    public Meter Meter => _meter;

    public void Dropped(string kind) => _dropped.Add(1, Kind(kind));

    public void Busy(string kind) => _busy.Add(1, Kind(kind));

    public void Crashed(string kind) => _crashes.Add(1, Kind(kind));

    public void Observe(Surroundings around, IEnumerable<string> kinds, Func<long> questions)
    {
        var roster = around.Roster;
        _meter.CreateObservableGauge("streamactors.entities", () => kinds.Select(k => Of(roster, k, r => r.Count())), "{entity}", "Entities awake, by kind.");
        _meter.CreateObservableGauge("streamactors.mailbox.depth", () => kinds.Select(k => Of(roster, k, r => r.Sum(Depth))), "{command}", "Commands waiting.");
        _meter.CreateObservableGauge("streamactors.mailbox.deepest", () => kinds.Select(k => Of(roster, k, r => r.Max(Depth))), "{command}", "Commands waiting in the fullest mailbox.");
        _meter.CreateObservableGauge("streamactors.questions.open", questions, "{question}", "Requests waiting for an answer.");
        _meter.CreateObservableGauge("streamactors.appointments", () => (long)around.Agenda.Held, "{appointment}", "Timers that are set.");
    }

    public void Dispose() => _meter.Dispose();

    private static long Depth(Resident resident) => resident.Mailbox.Depth;

    private static Measurement<long> Of(Roster roster, string kind, Func<IEnumerable<Resident>, long> figure)
    {
        var residents = roster.Residents.Where(r => string.Equals(r.Id.Kind, kind, StringComparison.Ordinal)).ToList();
        return new Measurement<long>(residents.Count == 0 ? 0 : figure(residents), Kind(kind));
    }

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
