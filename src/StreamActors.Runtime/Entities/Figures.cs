using System.Diagnostics.Metrics;

namespace StreamActors.Runtime;

/// <summary>The runtime's own metrics. Dashboards depend on the names of the meter and its instruments: keep them.</summary>
internal sealed class Figures : IDisposable
{
    public const string MeterName = "StreamActors.Runtime";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _busy;
    private readonly Counter<long> _crashes;

    public Figures()
    {
        _dropped = _meter.CreateCounter<long>(
            "streamactors.mailbox.dropped", "{command}", "Commands dropped by a full mailbox or a stopping node.");
        _busy = _meter.CreateCounter<long>("streamactors.mailbox.busy", "{command}", "Requests refused by a full mailbox.");
        _crashes = _meter.CreateCounter<long>("streamactors.entity.crashes", "{crash}", "Crashes of entities.");
    }

    public void Dropped(string kind) => _dropped.Add(1, Kind(kind));

    public void Busy(string kind) => _busy.Add(1, Kind(kind));

    public void Crashed(string kind) => _crashes.Add(1, Kind(kind));

    public void Observe(HostedEntities hosted, IEnumerable<string> kinds, Func<long> questions)
    {
        _meter.CreateObservableGauge(
            "streamactors.entities", () => kinds.Select(k => Of(hosted, k, h => h.Count())),
            "{entity}", "Entities awake, by kind.");
        _meter.CreateObservableGauge(
            "streamactors.mailbox.depth", () => kinds.Select(k => Of(hosted, k, h => h.Sum(Depth))),
            "{command}", "Commands waiting.");
        _meter.CreateObservableGauge(
            "streamactors.mailbox.deepest", () => kinds.Select(k => Of(hosted, k, h => h.Max(Depth))),
            "{command}", "Commands waiting in the fullest mailbox.");
        _meter.CreateObservableGauge(
            "streamactors.questions.open", questions,
            "{question}", "Requests waiting for an answer.");
        _meter.CreateObservableGauge(
            "streamactors.appointments", () => hosted.All.Sum(h => (long)h.Timers),
            "{appointment}", "Timers that are set.");
    }

    public void Dispose() => _meter.Dispose();

    private static long Depth(HostedEntity entity) => entity.Mail?.Depth ?? 0;

    private static Measurement<long> Of(HostedEntities hosted, string kind, Func<IEnumerable<HostedEntity>, long> figure)
    {
        var those = hosted.All.Where(h => string.Equals(h.Id.Kind, kind, StringComparison.Ordinal)).ToList();
        return new Measurement<long>(those.Count == 0 ? 0 : figure(those), Kind(kind));
    }

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
