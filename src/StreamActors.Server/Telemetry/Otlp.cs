using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using StreamActors.Http;

namespace StreamActors.Server;

/// <summary>
/// Exports metrics and traces to a collector (OTLP over HTTP, protobuf), if one is configured. An unreachable collector affects nothing
/// else.
/// </summary>
internal sealed class Otlp : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2); // a stop does not wait for an unreachable collector

    /// <summary>Per metric: each input, output and workload has a series. The default limit of 2,000 would drop the rest.</summary>
    private const int MostSeries = 50_000;

    /// <summary>What .NET, its web server and the database driver count by themselves.</summary>
    private static readonly string[] BuiltIn =
        ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    private Otlp(MeterProvider metrics, TracerProvider traces) => (_metrics, _traces) = (metrics, traces);

    /// <param name="figures">Starts collecting the metrics.</param>
    /// <returns>Null if no collector is configured.</returns>
    public static Otlp? Begin(StreamActorsOptions options, Action figures)
    {
        var otlp = options.Telemetry.Otlp;
        if (otlp.Endpoint.Length == 0)
            return null;
        var resource =
            ResourceBuilder.CreateEmpty().AddService("streamactors", serviceVersion: ProgramVersion.Text, serviceInstanceId: options.Node);
        var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(["StreamActors.*", FigureMeter.Name, .. BuiltIn])
            .AddView(static of =>
                BuiltIn.Contains(of.Meter.Name, StringComparer.Ordinal) ? null
                : new MetricStreamConfiguration { CardinalityLimit = MostSeries })
            .AddOtlpExporter((exporter, reader) =>
            {
                To(exporter, otlp.Endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.Interval.TotalMilliseconds;
            })
            .Build();
        var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(RequestSpans.Name)
            .AddOtlpExporter(exporter =>
            {
                To(exporter, otlp.Endpoint, "v1/traces");
                exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = (int)Math.Min(5000, otlp.Interval.TotalMilliseconds);
            })
            .Build();
        figures();
        return new Otlp(metrics, traces);
    }

    public void Dispose()
    {
        _metrics.Shutdown((int)Timeout.TotalMilliseconds);
        _traces.Shutdown((int)Timeout.TotalMilliseconds);
        _metrics.Dispose();
        _traces.Dispose();
    }

    private static void To(OtlpExporterOptions exporter, string endpoint, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(new Uri(endpoint.TrimEnd('/') + "/"), path);
    }
}
