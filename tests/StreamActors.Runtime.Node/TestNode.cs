using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Runtime.Tests;

/// <summary>One node in this process: a host as the server builds it, over its own connection to the database.</summary>
public sealed class TestNode : IAsyncDisposable
{
    // Short times, except for a pause that even the busiest machine does not reach; a downed node stops at once.
    private const string Quick = """
        akka.loglevel = WARNING
        akka.cluster {
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver { active-strategy = keep-oldest, stable-after = 500ms }
          down-removal-margin = 100ms
          gossip-interval = 100ms
          leader-actions-interval = 100ms
          unreachable-nodes-reaper-interval = 100ms
          failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 5s, expected-response-after = 200ms }
          sharding { retry-interval = 200ms, waiting-for-state-timeout = 1s, updating-state-timeout = 1s }
        }
        """;

    /// <summary>The role of the hosting node, if callers and entities are on two nodes.</summary>
    public const string OnlyAtHome = "akka.cluster.sharding.role = home";

    /// <summary>As in production; for entities with a clock that a test advances.</summary>
    public static readonly Pace Pace =
        new(TimeSpan.FromMinutes(2), new BackOff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)), TimeSpan.FromSeconds(10));

    private readonly IHost _host;
    private bool _disposed;

    private TestNode(string name, IHost host, OpenSqlStore store, FaultyJournal journal) =>
        (Name, _host, Store, Journal) = (name, host, store, journal);

    public string Name { get; }

    public OpenSqlStore Store { get; }

    public FaultyJournal Journal { get; }

    public AkkaRuntime Runtime => _host.Services.GetRequiredService<AkkaRuntime>();

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public Address Address => Akka.Cluster.Cluster.Get(System).SelfAddress;

    public static async Task<TestNode> Start(
        string name, SqlStore database, IReadOnlyList<EntityKind> kinds, TimeProvider clock, Func<double> chance, string? seed = null,
        string[]? roles = null, string hocon = "",
        ILeaseHandover? handover = null, Func<IJournal, IJournal>? over = null, bool byLease = false, bool alone = false)
    {
        var store = await database.OpenSql(kinds);
        var journal = new FaultyJournal(over is null ? store.Journal : over(store.Journal));
        var host = Host.CreateApplicationBuilder();
        host.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("SA_TEST_LOG") == "1")
            host.Logging.AddConsole().SetMinimumLevel(LogLevel.Information);
        if (clock is RestClock rests)
            host.Logging.AddProvider(rests);
        host.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Patience.Limit);
        host.Services.AddSingleton<IJournal>(journal).AddSingleton(store.Timeline).AddSingleton(clock);
        host.Services.AddAkkaRuntime(new AkkaRuntimeOptions(name, kinds, SqlStore.Words)
        {
            // The last hosting node waits this long while others send to it: well below a test's timeout.
            Cluster = new ClusterSettings { IsAlone = alone, Roles = roles ?? [], HandOver = TimeSpan.FromSeconds(20) },
            Hocon = $$"""
                {{Quick}}
                {{FastCluster.Akka}}
                {{(seed is null ? "" : $"akka.cluster.seed-nodes = [\"{seed}\"]")}}
                {{hocon}}
                """,
            Deadline = TimeSpan.FromHours(1),
            Chance = chance,
            Handover = handover,
            Sql = database.ByAkkaPersistenceSql ? store.Sql(journal.Around) : null,
            Leases = byLease ? new SqlLeases(store.Database) : null,
        });
        var node = new TestNode(name, host.Build(), store, journal);
        await node._host.StartAsync();
        await node.Until(() => node.Runtime.Cluster.Members.Any(m => m.Node == name && m.Status == "up"));
        return node;
    }

    public Task UntilMembers(int count) =>
        Until(() => Runtime.Cluster.Members.Count == count && Runtime.Cluster.Members.All(m => m.Status == "up"));

    /// <summary>Until this node has processed the loss of other nodes: later requests are not affected by it.</summary>
    public async Task UntilHeard()
    {
        for (var i = 0; i < 2; i++) // its watch handles the loss, and then a message to itself
            await Runtime.Cluster.Where(Purses.Purse("nobody"));
    }

    /// <summary>Ends when the host is stopped, or the cluster has downed this node.</summary>
    public Task Gone() => _host.WaitForShutdownAsync();

    /// <summary>Leaves the cluster normally.</summary>
    public async Task Stop()
    {
        await _host.StopAsync();
        await Store.DisposeAsync();
    }

    /// <summary>Stops at once, as far as that is possible within a process: no leaving, no further contact with the database.</summary>
    public async Task Kill()
    {
        Journal.Cut();
        ((ExtendedActorSystem)System).Abort();
        await System.WhenTerminated.Soon();
        await Store.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        if (!System.WhenTerminated.IsCompleted)
            await Stop();
        _host.Dispose();
    }

    /// <summary>Membership spreads by gossip, so it is polled.</summary>
    public async Task Until(Func<bool> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(Patience.SetUp);
        while (!condition())
            await look.WaitForNextTickAsync(limit.Token);
    }
}
