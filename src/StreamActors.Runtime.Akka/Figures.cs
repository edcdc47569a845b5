using System.Diagnostics.Metrics;

namespace StreamActors.Runtime.Akka;

/// <summary>What the runtime counts of itself, under the names that the other runtime uses too: dashboards read them.</summary>
internal sealed class Figures : IDisposable
{
    private readonly Meter _meter = new("StreamActors.Runtime");
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _busy;
    private readonly Counter<long> _crashes;

    public Figures()
    {
        _dropped = _meter.CreateCounter<long>("streamactors.mailbox.dropped", "{command}", "Commands told to a full mailbox or a stopping node.");
        _busy = _meter.CreateCounter<long>("streamactors.mailbox.busy", "{command}", "Askers told to come again by a full mailbox.");
        _crashes = _meter.CreateCounter<long>("streamactors.entity.crashes", "{crash}", "Entities that threw.");
    }

    public void Observe(AskDesk desk) =>
        _meter.CreateObservableGauge("streamactors.questions.open", () => (long)desk.Count, "{question}", "Askers waiting for an answer.");

    public void Dropped(string kind) => _dropped.Add(1, Kind(kind));

    public void Busy(string kind) => _busy.Add(1, Kind(kind));

    public void Crashed(string kind) => _crashes.Add(1, Kind(kind));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
