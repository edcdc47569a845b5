using System.Globalization;
using System.Text;

namespace StreamActors.Http;

/// <summary>A metric family: name, type, help and samples.</summary>
internal sealed record Family(string Name, string Type, string Help)
{
    public List<Sample> Samples { get; } = [];
}

/// <param name="Suffix">For the parts of a histogram: _bucket, _sum, _count.</param>
internal sealed record Sample(string Suffix, (string Name, string Value)[] Labels, double Value);

/// <summary>The Prometheus text format (exposition format 0.0.4): each family with its help and type, its samples together.</summary>
internal sealed class PrometheusText
{
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Family> Families => _families.Values;

    public PrometheusText Add(string name, string type, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Of(name, type, help).Samples.Add(new Sample("", labels.ToArray(), value));
        return this;
    }

    public PrometheusText Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Add(name, "gauge", help, value, labels);

    public PrometheusText Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Add(name, "counter", help, value, labels);

    /// <param name="counts">Cumulative counts per bound; the last one, without a bound, is the total.</param>
    public PrometheusText Histogram(string name, string help, IReadOnlyList<double> bounds, IReadOnlyList<long> counts, double sum,
        params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var samples = Of(name, "histogram", help).Samples;
        for (var n = 0; n <= bounds.Count; n++)
            samples.Add(new Sample("_bucket", [.. labels, ("le", n == bounds.Count ? "+Inf" : Number(bounds[n]))], counts[n]));
        samples.Add(new Sample("_sum", labels.ToArray(), sum));
        samples.Add(new Sample("_count", labels.ToArray(), counts[^1]));
        return this;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, family) in _families)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"# HELP {name} "
                    + $"{family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n# "
                    + $"TYPE {name} {family.Type}\n");
            foreach (var sample in family.Samples)
            {
                text.Append(name).Append(sample.Suffix);
                for (var n = 0; n < sample.Labels.Length; n++)
                    text.Append(n == 0 ? '{' : ',').Append(sample.Labels[n].Name).Append("=\"").Append(Escaped(sample.Labels[n].Value))
                        .Append('"');
                text.Append(sample.Labels.Length > 0 ? "} " : " ").Append(Number(sample.Value)).Append('\n');
            }
        }
        return text.ToString();
    }

    private Family Of(string name, string type, string help)
    {
        if (!_families.TryGetValue(name, out var family))
            _families.Add(name, family = new Family(name, type, help));
        return family;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
