using StreamActors.Control;
using StreamActors.Http;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Registers alerting: the parts on every node, and the evaluation on one node of the cluster.</summary>
internal static class Alerting
{
    public static IServiceCollection AddAlerting(this IServiceCollection parts, StreamActorsOptions options, Node node) => parts
        .AddSingleton(new NodePresence(node.Cluster))
        .AddSingleton<AlertSnapshots>()
        .AddSingleton<IFeedReader>(p => new AlertWatch(p.GetRequiredService<Catalogue>(), new AlertLoop(
            p.GetRequiredService<AlertSnapshots>().Take, node.Entities, node.Telemetry, node.Senders.Send, node.Sending, Node.Chance,
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<AlertLoop>>())))
        .AddSingleton<TestChannel>(async (channel, stop) => (await node.Senders.Test(channel, stop))?.Says)
        .AddHostedService(p => new NodeReport(
            p.GetRequiredService<NodePresence>(), node.Telemetry, options.Node, Path.GetFullPath(options.Data),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<NodeReport>>()));

    /// <summary>Evaluates alerts on one node of all, once its catalogue is complete.</summary>
    private sealed class AlertWatch(Catalogue catalogue, AlertLoop alertLoop) : IFeedReader
    {
        public string Name => "alerts";

        public async Task Run(CancellationToken stop)
        {
            await catalogue.Ready.WaitAsync(stop);
            await alertLoop.Run(stop);
        }
    }
}
