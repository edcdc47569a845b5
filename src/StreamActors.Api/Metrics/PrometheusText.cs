using System.Globalization;
using System.Text;

namespace StreamActors.Api;

/// <summary>The text that Prometheus reads (exposition format 0.0.4): each family with its help and type, its samples together.</summary>
internal sealed class PrometheusText
{
    private readonly SortedDictionary<string, (string Help, string Type, StringBuilder Samples)> _families = new(StringComparer.Ordinal);

    public PrometheusText Add(string name, string type, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (!_families.TryGetValue(name, out var family))
            _families.Add(name, family = (help, type, new StringBuilder()));
        family.Samples.Append(name);
        for (var n = 0; n < labels.Length; n++)
            family.Samples.Append(n == 0 ? '{' : ',').Append(labels[n].Name).Append("=\"").Append(Escaped(labels[n].Value)).Append('"');
        family.Samples.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    public PrometheusText Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) => Add(name, "gauge", help, value, labels);

    public PrometheusText Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) => Add(name, "counter", help, value, labels);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, (help, type, samples)) in _families)
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n# TYPE {name} {type}\n").Append(samples);
        return text.ToString();
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
