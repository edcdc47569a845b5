using StreamActors.Control;
using StreamActors.Http;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>The parts of a node, for what answers requests. The node closes them, after the web server has stopped.</summary>
internal static class Parts
{
    public static IServiceCollection AddStorage(
        this IServiceCollection parts, Node node, StreamActorsOptions options, TimeProvider time) => parts
        .AddSingleton(node.Database)
        .AddSingleton(node.Journal)
        .AddSingleton(node.Feed)
        .AddSingleton(node.OtherWriters)
        .AddSingleton(node.Events.Vocabulary)
        .AddSingleton<ITimeline>(node.Timeline)
        .AddSingleton<IHistory>(new SqlHistory(node.Database, node.Events, node.Timeline))
        .AddSingleton<ISecrets>(node.Vault)
        .AddSingleton<IKeyedHash>(node.Vault)
        .AddSingleton<IPasswords, Passwords>()
        .AddSingleton<JournalEnd>(new Cursors(node.Database).JournalEnd)
        .AddSingleton<IDerivedState>(p => new DerivedStateFile(node.Database,
            Path.Combine(Path.GetFullPath(options.Data), "catalogue.state"), p.GetRequiredService<ILogger<DerivedStateFile>>()))
        .AddSingleton(StorageQueries.Entities(node.Database))
        .AddSingleton(StorageQueries.Journal(node.Database))
        .AddSingleton(StorageQueries.Backup(new Backup(node.Database, node.Vault, options.Node, time)));

    public static IServiceCollection AddCluster(this IServiceCollection parts, Node node) => parts
        .AddSingleton(node.Entities)
        .AddSingleton(node.Cluster)
        .AddSingleton(node.Telemetry)
        .AddSingleton(node.Fence);

    public static IServiceCollection AddMedia(this IServiceCollection parts, Node node) => parts
        .AddSingleton(node.Engine)
        .AddSingleton(node.Engine.Readers)
        .AddSingleton(node.Engine.Stills)
        .AddSingleton(node.Engine.Preflight)
        .AddSingleton(node.Tally)
        .AddSingleton<WorkloadLogPath>(node.Engine.LogOf);
}
