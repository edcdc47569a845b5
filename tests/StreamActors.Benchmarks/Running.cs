using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Runtime;
using StreamActors.Storage;

namespace StreamActors.Benchmarks;

/// <summary>A running single node with one kind of entity.</summary>
internal static class Running
{
    public static Task<ClusterNode> Start(EntityKind kind, IJournal journal, AkkaPersistenceSql? sql = null) => ClusterNode.Start(
        new AkkaRuntimeOptions("here", [kind], CounterWords.All)
        {
            Cluster = new ClusterSettings { IsAlone = true },
            Hocon = "akka.loglevel = WARNING",
            Sql = sql,
        },
        journal, new NoTimeline(), TimeProvider.System, NullLoggerFactory.Instance, TimeSpan.FromSeconds(20));

    public static AkkaPersistenceSql? AkkaPersistenceSqlOn(IDatabase database) =>
        new(database.Dialect == Dialect.Postgres, database.Foreign!.Connect)
        {
            Opened = database.Foreign.Opened, Explain = database.Foreign.Explain, IsDuplicate = ForeignWriter.IsDuplicate,
        };
}
