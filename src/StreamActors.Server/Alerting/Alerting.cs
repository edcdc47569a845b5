using StreamActors.Control;
using StreamActors.Http;

namespace StreamActors.Server;

/// <summary>Alerts as a server takes them in: what every node does, and what one does for all.</summary>
internal static class Alerting
{
    public const string WatchName = "alerts";

    public static IServiceCollection AddAlerting(this IServiceCollection parts, StreamActorsOptions options, House house) => parts
        .AddSingleton(_ => new Roll(house.Cluster))
        .AddSingleton<AlertScene>()
        .AddSingleton<TestChannel>(async (channel, stop) => (await house.Senders.Test(channel, stop))?.Says)
        .AddHostedService(p => new NodeReport(p.GetRequiredService<Roll>(), house.Telemetry, options.Node, Path.GetFullPath(options.Data), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<NodeReport>>()));

    /// <summary>The web side is made: the watch has what it looks at. On the other nodes it waits, in case it is needed.</summary>
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
