using Microsoft.Extensions.Logging;
using StreamActors.Runtime;
using StreamActors.Storage;

namespace StreamActors.Benchmarks;

/// <summary>
/// One node composed as in the server: node lease, downing by a lease, takeover, waker. It reports events on its output, a line each, and
/// takes commands on its input.
/// </summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _closing = [];
    private ClusterNode _node = null!;

    public IEntities Entities => _node.Entities;

    public ICluster Cluster => _node.Cluster;

    /// <param name="join">HOST:PORT, or nothing.</param>
    public static async Task<Member> Start(string name, string connection, string join, ILoggerFactory logs)
    {
        var member = new Member();
        var (time, words, signal) = (TimeProvider.System, Lanterns.Words, new CommitSignal());
        var (events, snapshots) = (new EnvelopeFormat(words), new SnapshotFormat(words));
        var database = member.Closed(new PostgresDatabase(connection, logs.CreateLogger<PostgresDatabase>()), d => d.DisposeAsync());
        await Schema.Prepare(database, time, CancellationToken.None);
        var self = new NodeIdentity(name, "here", NodeIdentity.Cluster, Environment.ProcessId, time.GetUtcNow());
        member.Closed(await NodeLease.Take(database, self, BootClocks.System, time, logs.CreateLogger<NodeLease>(), CancellationToken.None),
            l => l.DisposeAsync());

        var journal = new SqlJournal(database, events, snapshots, signal, time, logs.CreateLogger<SqlJournal>());
        var feed = member.Closed(new SqlFeed(database, events, signal, time, logs.CreateLogger<SqlFeed>()),
            f => { f.Dispose(); return default; });
        var wanted = new ProjectionRun(new WantedProjection([Lanterns.Kind]), feed, database, time);
        EntityKind[] kinds = [Lanterns.Kind, FollowerKind.Of([wanted], time, () => 0.5, logs.CreateLogger<IFeedReader>())];
        Waker? waker = null;
        var leaseHandover = member.Closed(
            new LeaseHandover(database, node => member._node is { } up && up.Cluster.Members.Any(m => m.Node == node),
                () => waker?.MemberRemoved(), time, logs.CreateLogger<LeaseHandover>()),
            t => t.DisposeAsync());
        await leaseHandover.Begin(name);
        var options = new AkkaRuntimeOptions(name, kinds, words)
        {
            Cluster = new ClusterSettings { SeedNodes = join.Length == 0 ? [] : [join] },
            Leases = new SqlLeases(database),
            Handover = leaseHandover,
        };
        member._node = member.Closed(await ClusterNode.Start(options, journal, new NoTimeline(), time, logs, TimeSpan.FromSeconds(20)),
            n => n.DisposeAsync());
        waker = member.Closed(
            new Waker(member.Entities, database, wanted, FollowerKind.Always([wanted]), time,
                logs.CreateLogger<Waker>()) { MayWake = () => leaseHandover.AllSettled },
            w => w.DisposeAsync());
        waker.Start();
        return member;
    }

    public async ValueTask DisposeAsync()
    {
        while (_closing.TryPop(out var close))
            await close();
    }

    private T Closed<T>(T part, Func<T, ValueTask> close)
    {
        _closing.Push(() => close(part));
        return part;
    }
}
