using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Transport;

namespace StreamActors.Runtime.Tests;

/// <summary>Two hosting nodes in one process, with the real clock, over one database and with one stage.</summary>
public sealed class Pair(SqlStore store, string hocon = "", Func<EffectRecorder, EntityKind>? more = null, ILeaseHandover? handover = null,
    bool byLease = false) : IAsyncDisposable
{
    public static readonly Pace Pace =
        new(TimeSpan.FromMinutes(10), new BackOff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)), TimeSpan.FromMinutes(10));

    private readonly List<TestNode> _nodes = [];

    public EffectRecorder Recorder { get; } = new();

    public SqlStore Database => store;

    public TestNode A => _nodes[0];

    public TestNode B => _nodes[1];

    public static async Task<Pair> Start(Func<EffectRecorder, EntityKind>? more = null, ILeaseHandover? handover = null, string hocon = "",
        bool byLease = false)
    {
        var pair = new Pair(await SqlStore.PostgreSql(), "akka.remote.dot-netty.tcp.applied-adapters = [\"trttl\"]\n" + hocon, more,
            handover, byLease);
        await pair.Add("a");
        await pair.Add("b", pair.A);
        await pair.A.UntilMembers(2);
        await pair.B.UntilMembers(2);
        return pair;
    }

    public async Task<TestNode> Add(string name, TestNode? seed = null)
    {
        var node = await TestNode.Start(
            name, store, [.. Purses.Kinds(Recorder, Pace), .. more is null ? [] : new[] { more(Recorder) }], TimeProvider.System, () => 0.5,
            seed?.Address.ToString(),
            hocon: hocon, handover: handover, byLease: byLease);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Active purses on this node, with one coin in each.</summary>
    public async Task<IReadOnlyList<EntityId>> PursesOn(TestNode node, int count)
    {
        List<EntityId> found = [];
        for (var i = 0; found.Count < count; i++)
        {
            var id = Purses.Purse($"purse-{i}");
            (await A.Runtime.Entities.Ask(id, new PutUpTo(1), CommandId.Of(id.Id)).Soon()).ShouldNotBeOfType<Unknown>();
            if (await A.Runtime.Cluster.Where(id) == node.Name)
                found.Add(id);
        }
        return found;
    }

    public static CommandId NewId() => new(Guid.NewGuid());

    /// <summary>Retries until it is known to be done, as every caller does after <see cref="Unknown"/>.</summary>
    public static async Task<Done> Insist(TestNode at, EntityId id, Command command, CommandId commandId)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await at.Runtime.Entities.Ask(id, command, commandId).AsTask().WaitAsync(limit.Token) is Done done)
                return done;
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }

    public async Task<IReadOnlyList<Recorded>> Stored(EntityId id)
    {
        await using var open = await store.OpenSql(Purses.Kinds(Recorder, Pace));
        List<Recorded> stored = [];
        await foreach (var recorded in open.Journal.Read(id, 0, CancellationToken.None))
            stored.Add(recorded);
        return stored;
    }

    /// <summary>Blocks all messages between the two, in both directions, until it is healed.</summary>
    public async Task Cut() => await Throttle(Blackhole.Instance);

    public async Task Mend() => await Throttle(Unthrottled.Instance);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
        await store.DisposeAsync();
    }

    private async Task Throttle(ThrottleMode mode)
    {
        foreach (var (node, other) in new[] { (A, B), (B, A) })
            await ((RemoteActorRefProvider)((ExtendedActorSystem)node.System).Provider).Transport.ManagementCommand(
                new SetThrottle(other.Address, ThrottleTransportAdapter.Direction.Both, mode));
    }
}
