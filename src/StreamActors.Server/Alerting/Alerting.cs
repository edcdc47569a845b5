using StreamActors.Control;
using StreamActors.Http;

namespace StreamActors.Server;

/// <summary>Registers alerting: the parts on every node, and the evaluation on one node of the cluster.</summary>
internal static class Alerting
{
    public const string WatchName = "alerts";

    public static IServiceCollection AddAlerting(this IServiceCollection parts, StreamActorsOptions options, House house) => parts
        .AddSingleton(_ => new Roll(house.Cluster))
        .AddSingleton<AlertScene>()
        .AddSingleton<TestChannel>(async (channel, stop) => (await house.Senders.Test(channel, stop))?.Says)
        .AddHostedService(p => new NodeReport(p.GetRequiredService<Roll>(), house.Telemetry, options.Node, Path.GetFullPath(options.Data), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<NodeReport>>()));

    /// <summary>Called when the web side exists: evaluation can start. On the other nodes it stands by.</summary>
    public static void BeginAlerting(this IServiceProvider parts, House house)
    {
        var (scene, catalogue) = (parts.GetRequiredService<AlertScene>(), parts.GetRequiredService<Catalogue>());
        var (time, log) = (parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<Watch>>());
        house.Alerts.Begin(async stop =>
        {
            await catalogue.Ready.WaitAsync(stop);
            await new Watch(scene.Look, house.Entities, house.Telemetry, house.Senders.Send, house.Sending, House.Chance, time, log).Run(stop);
        });
    }
}
