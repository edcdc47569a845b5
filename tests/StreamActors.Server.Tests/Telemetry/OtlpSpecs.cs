using System.Diagnostics.Metrics;
using StreamActors.Testing.Peers;

namespace StreamActors.Server.Tests.Telemetry;

/// <summary>Metrics and traces are exported if a collector is configured.</summary>
public sealed class OtlpSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Metrics_and_traces_come_to_the_collector_that_is_named()
    {
        using var collector = new Collector();
        await using var server = await ServerProcess.Up(_scratch.Data, "--streamactors.node=studio-1",
            $"--streamactors.telemetry.otlp.endpoint={collector.Url}", "--streamactors.telemetry.otlp.interval=200ms");
        using var http = await server.Client();
        http.DefaultRequestHeaders.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        (await http.GetAsync(new Uri("/api/v1/settings", UriKind.Relative))).EnsureSuccessStatusCode();
        string[] wanted =
        [
            "streamactors_inputs", "streamactors_host_cpu_seconds_total", "streamactors.mailbox.depth", "streamactors.journal.append",
            "dotnet.gc.collections", "kestrel.active_connections", "http.server.request.duration",
        ];
        await Eventually.Is(() => wanted.All(collector.Metrics.Contains) && collector.Spans.Contains("GET /api/v1/settings"),
            () => $"Came: {string.Join(' ', collector.Metrics.Distinct())} {string.Join(' ', collector.Spans.Distinct())} "
                + $"{string.Join('\n', collector.Odd)}");
        collector.HeardOf("studio-1").ShouldBeTrue();
        collector.Traces.ShouldContain("4bf92f3577b34da6a3ce929d0e0e4736", "the trace goes on where the asker began it");
        collector.Odd.ShouldBeEmpty();
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Of_three_thousand_workloads_none_is_dropped()
    {
        using var collector = new Collector();
        var options = new StreamActorsOptions { Telemetry = new TelemetryOptions {
            Otlp = new OtlpOptions { Endpoint = collector.Url, Interval = TimeSpan.FromSeconds(1) } } };
        using var meter = new Meter("StreamActors.Test");
        meter.CreateObservableGauge("streamactors_test_workloads",
            static () =>
                Enumerable.Range(0, 3000).Select(n => new Measurement<int>(n, new KeyValuePair<string, object?>("workload", $"<{n}>"))));
        using (Otlp.Begin(options, static () => { }))
            await Eventually.Is(() => collector.HeardOf("streamactors_test_workloads"), () => string.Join('\n', collector.Odd));
        Enumerable.Range(0, 3000).Count(n => !collector.HeardOf($"<{n}>")).ShouldBe(0);
        collector.HeardOf("otel.metric.overflow").ShouldBeFalse();
    }

    [Fact]
    public async Task An_unreachable_collector_affects_nothing_else()
    {
        await using var server = await ServerProcess.Up(_scratch.Data,
            $"--streamactors.telemetry.otlp.endpoint=http://127.0.0.1:{Ports.Tcp()}", "--streamactors.telemetry.otlp.interval=200ms");
        (await server.Get("/health/ready")).Status.ShouldBe(200);
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task An_endpoint_that_is_none_stops_the_start()
    {
        var (code, said, _) =
            await ServerProcess.Run("up", "--data", _scratch.Data, "--streamactors.telemetry.otlp.endpoint=collector:4318");
        code.ShouldBe((int)ExitCode.Configuration);
        said.ShouldContain("telemetry.otlp.endpoint");
    }

    public void Dispose() => _scratch.Dispose();
}
