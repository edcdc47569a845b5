using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace StreamActors.Api;

/// <summary>What the parts of this program count of themselves through their meters.</summary>
internal sealed class MeterReading : IDisposable
{
    private const string Ours = "StreamActors.";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Tags), (KeyValuePair<string, object?>[] Tags, double Value)> _values = [];

    public MeterReading()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public void Write(PrometheusText text)
    {
        _listener.RecordObservableInstruments();
        foreach (var ((instrument, _), (tags, value)) in _values)
        {
            var counts = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
            var name = instrument.Name.Replace('.', '_').Replace('-', '_') + (counts ? "_total" : "");
            text.Add(name, counts ? "counter" : "gauge", instrument.Description ?? name, value, [.. tags.Select(t => (t.Key, Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? ""))]);
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>A counter says what has been added; everything observed, and every gauge, says what it is.</summary>
    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        KeyValuePair<string, object?>[] kept = [.. tags];
        _values.AddOrUpdate(
            (instrument, string.Join(',', kept.Select(t => $"{t.Key}={t.Value}"))), (kept, value),
            (_, before) => (kept, instrument.IsObservable || instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal) ? value : before.Value + value));
    }
}
