using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Workloads;
using StreamActors.Http;
using StreamActors.Server;

namespace StreamActors.Benchmarks.Http;

/// <summary>The composed server, and the telemetry of a thousand simulated workloads, each once a second.</summary>
internal static class FigureServer
{
    public const int Workloads = 1000;
    private const int PerStep = 20;

    public static async Task Run(string folder)
    {
        var options = new StreamActorsOptions { Data = folder, Node = "bench",
            Http = new HttpOptions { Listen = new("127.0.0.1", 0), RequestsPerSecond = 0 } };
        using var data = DataFolder.Hold(options, DateTimeOffset.UtcNow);
        await using var node = await Node.Build(options, akka: "", data, NullLoggerFactory.Instance, TimeProvider.System);
        await node.Start();
        var web = node.Web;
        await web.StartAsync();
        using var local = LocalKeyFile.Write(web.Services.GetRequiredService<LocalKey>(), data.Path, new Uri(web.Urls.Single()));
        Console.WriteLine($$"""{"url":"{{web.Urls.Single()}}"}""");
        await Console.In.ReadLineAsync();
        using var step = new PeriodicTimer(TimeSpan.FromSeconds((double)PerStep / Workloads));
        for (var n = 0L; await step.WaitForNextTickAsync();)
        {
            for (var end = n + PerStep; n < end; n++)
                node.Telemetry.Publish(WorkloadFigures.Topic,
                    WorkloadId.Ingest(string.Create(CultureInfo.InvariantCulture, $"cam{n % Workloads}")).ToString(), Figures(n));
        }
    }

    private static WorkloadFigures Figures(long n) => new(DateTimeOffset.UtcNow, 1, "native")
    {
        Bytes = 4_000_000 + (n * 1316),
        BitsPerSecond = 4_000_000 + (n % 1000),
        Stream = new StreamFigures(0, 0, 0, 0, 0.01, TablesPresent: true, 2, 0, 3) { Codings = ["h264", "aac"] },
    };
}
