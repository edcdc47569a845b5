using Microsoft.Extensions.DependencyInjection;
using StreamActors.Control;
using StreamActors.Domain.Workloads;

namespace StreamActors.Http.Tests;

/// <summary>Metrics over time, of inputs and outputs.</summary>
public sealed class SeriesSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs", """{"id":"cam","address":{"url":"udp://:5004"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"out","input":"cam","address":{"url":"udp://192.0.2.1:5004"}}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Metrics_become_columns_of_the_same_length_for_both_windows()
    {
        await Hears(WorkloadId.Ingest("cam"), "inputs/cam");
        foreach (var window in new[] { "", "?window=15m", "?window=24h" })
        {
            var series = (await _api.Get($"inputs/cam/series{window}")).Is(200).Body;
            series.GetProperty("step").GetInt32().ShouldBe(window.EndsWith('h') ? 60 : 1);
            var count = series.GetProperty("bitsPerSecond").GetArrayLength();
            count.ShouldBeGreaterThan(0);
            series.GetProperty("lostPackets").GetArrayLength().ShouldBe(count);
            series.GetProperty("behindPackets").GetArrayLength().ShouldBe(count);
            series.GetProperty("bitsPerSecond")[0].GetInt64().ShouldBe(4_000_000);
        }
        await Hears(WorkloadId.Egress("cam", 0, "out"), "outputs/out");
    }

    [Fact]
    public async Task Without_metrics_it_is_empty_and_what_is_removed_has_none()
    {
        (await _api.Get("outputs/out/series")).Is(200).Body.GetProperty("bitsPerSecond").GetArrayLength().ShouldBe(0);
        (await _api.Get("inputs/none/series")).IsRefused(404, "not-found");
        (await _api.Get("inputs/cam/series?window=1h")).IsRefused(400, "invalid", "window");
        await Hears(WorkloadId.Egress("cam", 0, "out"), "outputs/out");
        (await _api.Delete("outputs/out")).Is(204);
        (await _api.Get("outputs/out/series")).IsRefused(404, "not-found");
        var history = _api.Parts.GetRequiredService<RateHistory>();
        await ApiServer.Until(() => Task.FromResult(history.Count == 0)); // its memory is given back
    }

    /// <summary>Measured until the node has heard of it.</summary>
    private Task Hears(WorkloadId workload, string path) => ApiServer.Until(async () =>
    {
        _api.Node.Telemetry.Publish(WorkloadFigures.Topic, workload.ToString(),
            new WorkloadFigures(DateTimeOffset.UtcNow, 1, "native") { BitsPerSecond = 4_000_000, LostPackets = 3 });
        return (await _api.Get($"{path}/series")).Is(200).Body.GetProperty("bitsPerSecond").GetArrayLength() > 0;
    });
}
