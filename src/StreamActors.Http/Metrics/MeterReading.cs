using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace StreamActors.Http;

/// <summary>Collects the values of this program's own meters.</summary>
internal sealed class MeterReading : IDisposable
{
    private const string Ours = "StreamActors.";
    private const string Collector = "dotnet.gc.";

    /// <summary>Histogram bounds in seconds: from memory access to a failing disk.</summary>
    private static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Tags), Reading> _readings = [];

    public MeterReading()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal)
                || instrument.Name.StartsWith(Collector, StringComparison.Ordinal))
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
        foreach (var ((instrument, _), reading) in _readings)
            reading.Write(text, instrument);
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        KeyValuePair<string, object?>[] kept = [.. tags];
        _readings.GetOrAdd((instrument, string.Join(',', kept.Select(t => $"{t.Key}={t.Value}"))), _ => new Reading(kept))
            .Take(instrument, value);
    }

    private static string Plain(string name) => name.Replace('.', '_').Replace('-', '_');

    private static bool Is(Instrument instrument, string kind) => instrument.GetType().Name.StartsWith(kind, StringComparison.Ordinal);

    private sealed class Reading(KeyValuePair<string, object?>[] tags)
    {
        private readonly long[] _upTo = new long[Bounds.Length + 1];
        private double _value;

        /// <summary>Counters report increments; observable instruments and gauges report the current value.</summary>
        public void Take(Instrument instrument, double value)
        {
            lock (_upTo)
            {
                _value = instrument.IsObservable || Is(instrument, "Gauge") ? value : _value + value;
                if (!Is(instrument, "Histogram"))
                    return;
                for (var n = 0; n < _upTo.Length; n++)
                    _upTo[n] += n == Bounds.Length || value <= Bounds[n] ? 1 : 0;
            }
        }

        public void Write(PrometheusText text, Instrument instrument)
        {
            var name = Plain(instrument.Name) + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            var help = instrument.Description ?? name;
            (string, string)[] labels =
                [.. tags.Select(t => (Plain(t.Key), Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? ""))];
            lock (_upTo)
            {
                if (Is(instrument, "Histogram"))
                    text.Histogram(name, help, Bounds, _upTo, _value, labels);
                else if (Is(instrument, "Counter") || Is(instrument, "ObservableCounter"))
                    text.Counter(name + "_total", help, _value, labels);
                else
                    text.Gauge(name, help, _value, labels);
            }
        }
    }
}
