using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using AkkaMember = Akka.Cluster.Member;
using StreamActors.Kernel;
using Member = StreamActors.Kernel.Member;

namespace StreamActors.Runtime;

/// <summary>The members as this node sees them by gossip.</summary>
internal sealed class ClusterView(string node, bool isAlone, TimeProvider clock) : ICluster
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<UniqueAddress, (string Status, DateTimeOffset Since)> _since = new();
    private Cluster? _cluster;

    public string Self => node;

    public IReadOnlyList<Member> Members => _cluster is not { IsTerminated: false, State: var state }
        ? []
        : [.. state.Members.Select(m => MemberOf(m, StatusOf(m, state))).OrderBy(m => m.Node, StringComparer.Ordinal)];

    public bool InContact
    {
        get
        {
            if (isAlone)
                return true; // no other node could take over
            if (_cluster is not { IsTerminated: false, State: var state })
                return false;
            var members = state.Members.Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving).ToList();
            return members.Count(m => !state.Unreachable.Contains(m)) * 2 > members.Count;
        }
    }

    public void Join(Cluster cluster) => _cluster = cluster;

    /// <summary>Records when the membership changed.</summary>
    public void Check()
    {
        if (_cluster is not { IsTerminated: false, State: var state })
            return;
        foreach (var member in state.Members)
            MemberOf(member, StatusOf(member, state));
        foreach (var gone in _since.Keys.Where(a => state.Members.All(m => m.UniqueAddress != a)).ToList())
            _since.TryRemove(gone, out _);
    }

    /// <summary>Asks every node: this starts no shard and needs none on this node.</summary>
    public async ValueTask<string?> Where(EntityId id)
    {
        if (_cluster is not { IsTerminated: false, State: var state } cluster)
            throw new TimeoutException($"{Self} is not in the cluster, and cannot locate {id}.");
        var silent = state.Unreachable.Select(NodeName.Of).ToList();
        await foreach (var asked in Task.WhenEach(
            state.Members.Except(state.Unreachable).Select(member => Ask(cluster.System, member, id))))
        {
            var (member, isThere) = await asked;
            if (isThere == true)
                return NodeName.Of(member);
            if (isThere is null)
                silent.Add(NodeName.Of(member));
        }
        return silent.Count == 0 ? null
            : throw new TimeoutException(
            $"{id} could not be located: no answer from {string.Join(", ", silent.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Leaves as on its own stop: entities are handed over and effects disposed before it is removed.</summary>
    public async Task<Refusal?> Drain(string node, CancellationToken stop)
    {
        if (_cluster is not { IsTerminated: false } cluster)
            return new Refusal("not-a-member", $"{Self} is not in the cluster.");
        var up = cluster.State.Members.Where(m => m.Status == MemberStatus.Up && !cluster.State.Unreachable.Contains(m)).ToList();
        if (cluster.State.Members.FirstOrDefault(m => string.Equals(NodeName.Of(m), node, StringComparison.Ordinal)) is not { } leaver)
            return new Refusal("unknown-node", $"There is no node '{node}'. Known: {string.Join(", ", Members.Select(m => m.Node))}.");
        if (up.All(m => m.UniqueAddress == leaver.UniqueAddress))
            return new Refusal(
                "nowhere-to-go",
                $"{node} is the only node that is up: there is nowhere to move its work. Stop it, or have another node join.");
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = cluster.System.ActorOf(Props.Create(() => new RemovalWatcher(leaver.UniqueAddress, gone)));
        try
        {
            await gone.Task.WaitAsync(stop);
            return null;
        }
        finally
        {
            cluster.System.Stop(watch);
        }
    }

    /// <summary>Empty: passive kinds are balanced automatically, and live work stays where it is.</summary>
    public Task<MovePlan> Plan(CancellationToken stop) => Task.FromResult(new MovePlan([]));

    public Task Apply(MovePlan plan, CancellationToken stop) => plan.Moves.Count == 0
        ? Task.CompletedTask
        : throw new ArgumentException("This cluster only makes plans without moves.", nameof(plan));

    /// <returns>Null if the node has not answered.</returns>
    private static async Task<(AkkaMember Member, bool? IsThere)> Ask(ActorSystem system, AkkaMember member, EntityId id)
    {
        var watch = system.ActorSelection(new RootActorPath(member.Address) / "user" / NodeWatch.Name);
        return (member, await watch.Ask<Awake>(new IsAwake(id), QueryTimeout)
            .ContinueWith(a => a.IsCompletedSuccessfully ? a.Result.Is : (bool?)null, TaskScheduler.Default));
    }

    private Member MemberOf(AkkaMember member, string status)
    {
        var noted = _since.AddOrUpdate(
            member.UniqueAddress,
            _ => (status, clock.GetUtcNow()),
            (_, old) => string.Equals(old.Status, status, StringComparison.Ordinal) ? old : (status, clock.GetUtcNow()));
        return new Member(NodeName.Of(member), isAlone ? "local" : member.Address.ToString(), status, noted.Since);
    }

    private static string StatusOf(AkkaMember member, ClusterEvent.CurrentClusterState state) =>
        state.Unreachable.Contains(member) ? "unreachable" : member.Status.ToString().ToLowerInvariant();

    private sealed class RemovalWatcher : UntypedActor
    {
        private readonly UniqueAddress _leaver;
        private readonly TaskCompletionSource _gone;

        public RemovalWatcher(UniqueAddress leaver, TaskCompletionSource gone)
        {
            (_leaver, _gone) = (leaver, gone);
            var cluster = Cluster.Get(Context.System);
            cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));
            cluster.Leave(leaver.Address);
        }

        protected override void OnReceive(object message)
        {
            if (message is ClusterEvent.MemberRemoved removed && removed.Member.UniqueAddress == _leaver)
                _gone.TrySetResult();
        }

        protected override void PostStop() => _gone.TrySetResult(); // this node itself has left
    }
}
