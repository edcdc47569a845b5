using Akka.Actor;
using Akka.Cluster;
using StreamActors.Kernel;
using AkkaMember = Akka.Cluster.Member;

namespace StreamActors.Runtime;

/// <summary>
/// Watches members. When one is lost, requests that may be on it fail at once: when it becomes unreachable, when it returns or is removed,
/// and again a little later, for what was sent there meanwhile.
/// </summary>
internal sealed class NodeWatch : UntypedActor, IWithTimers
{
    public const string Name = "nodes";

    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(500);

    private readonly RuntimeContext _node;
    private readonly ClusterView _view;
    private readonly ILeaseHandover? _handover;
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    public NodeWatch(RuntimeContext node, ClusterView view, ILeaseHandover? handover)
    {
        (_node, _view, _handover) = (node, view, handover);
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
    }

    public ITimerScheduler Timers { get; set; } = null!; // set by Akka before PreStart

    protected override void OnReceive(object message)
    {
        if (message is IsAwake { Id: var id })
        {
            Sender.Tell(new Awake(_node.Hosted.Find(id) is { IsAwake: true }));
            return;
        }
        _view.Check();
        switch (message)
        {
            case ClusterEvent.UnreachableMember { Member: var member }:
                Lose(member, "the node cannot be reached");
                break;
            case ClusterEvent.ReachableMember { Member: var member }:
                _node.Asks.LoseAway(
                    $"{NodeName.Of(member)} was unreachable for a while: the command may or may not have been started there.");
                break;
            case ClusterEvent.MemberRemoved { Member: var member } when member.UniqueAddress != _cluster.SelfUniqueAddress:
                Lose(member, "the node is no longer a member");
                Self.Tell(Removed.Instance);
                _handover?.Removed(NodeName.Of(member));
                break;
            case Removed:
                // Later requests do not go to the removed node: what is still sent there becomes a dead letter.
                Timers.StartSingleTimer(nameof(Removed), new EchoOver(_node.Asks.Last), Echo);
                break;
            case EchoOver echo:
                _node.Asks.LoseAway("A node was lost: the command may or may not have been started there.", echo.UpTo);
                break;
        }
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _node.Asks.Close("The node has stopped: the command may or may not have been stored.");
    }

    private void Lose(AkkaMember member, string what)
    {
        var node = NodeName.Of(member);
        _node.Log.ContactLost(node, member.Address.ToString(), what);
        _node.Asks.LoseAway($"{node} was lost: the command may or may not have been started there.");
    }

    private sealed record Removed
    {
        public static readonly Removed Instance = new();
    }

    private sealed record EchoOver(long UpTo);
}
