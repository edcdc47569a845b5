using System.Diagnostics.Metrics;

namespace StreamActors.Http;

/// <summary>
/// The metrics of /metrics as instruments, for other exporters. Metric families come and go with running workloads, so an instrument is
/// created when its family first appears. The meter has another name prefix than our other meters, which feed /metrics themselves.
/// </summary>
public sealed class FigureMeter : IDisposable
{
    public const string Name = "streamactors.figures";

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500); // one reading serves all instruments of a collection

    private readonly Lock _gate = new();
    private readonly Meter _meter = new(Name);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly NodeMetrics _nodeMetrics;
    private readonly TimeProvider _time;
    private IReadOnlyDictionary<string, Family> _now = new Dictionary<string, Family>(StringComparer.Ordinal);
    private long? _readAt;

    internal FigureMeter(NodeMetrics nodeMetrics, TimeProvider time) => (_nodeMetrics, _time) = (nodeMetrics, time);

    /// <summary>Starts collecting.</summary>
    public void Begin() => Poll();

    public void Dispose() => _meter.Dispose();

    private IReadOnlyDictionary<string, Family> Poll()
    {
        lock (_gate)
        {
            if (_readAt is { } at && _time.GetElapsedTime(at) < Fresh)
                return _now;
            var text = new PrometheusText();
            _nodeMetrics.WriteOwn(text);
            (_now, _readAt) = (text.Families.ToDictionary(f => f.Name, StringComparer.Ordinal), _time.GetTimestamp());
            foreach (var family in _now.Values.Where(f => _known.Add(f.Name)))
                Make(family);
            return _now;
        }
    }

    private void Make(Family family)
    {
        IEnumerable<Measurement<double>> Measured() => Poll().GetValueOrDefault(family.Name)?.Samples
            .Select(s => new Measurement<double>(s.Value, s.Labels.Select(l => KeyValuePair.Create(l.Name, (object?)l.Value)))) ?? [];
        if (family.Type == "counter")
            _meter.CreateObservableCounter(family.Name, Measured, description: family.Help);
        else
            _meter.CreateObservableGauge(family.Name, Measured, description: family.Help);
    }
}
