using Akka.Actor;
using Akka.Cluster;
using AkkaMember = Akka.Cluster.Member;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Sends this node's telemetry to the others, and applies theirs. One per node, at a well-known path.</summary>
internal sealed class TelemetryReplicator : UntypedActor, IWithTimers
{
    public const string Name = "figures";

    private const int Part = 500; // keeps a message well below the maximum frame size
    private const int SilentTicks = 10; // then the number is repeated: the loss of a last message would stay unnoticed otherwise

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly string _node;
    private readonly ClusterTelemetry _telemetry;
    private readonly Guid _run = Guid.NewGuid();
    private readonly Dictionary<string, Address> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Guid Run, long Number)> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<(string Topic, string Key)>> _gathered = new(StringComparer.Ordinal);
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private long _number;
    private int _silent;

    public TelemetryReplicator(string node, ClusterTelemetry telemetry)
    {
        (_node, _telemetry) = (node, telemetry);
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberUp), typeof(ClusterEvent.MemberRemoved),
            typeof(ClusterEvent.ReachableMember));
    }

    public ITimerScheduler Timers { get; set; } = null!; // set by Akka before PreStart

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, Interval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                SendChanged();
                break;
            case NodeFigures figures when _others.ContainsKey(figures.Node):
                Take(figures);
                break;
            case AllFigures:
                SendAll();
                break;
            case ClusterEvent.MemberUp { Member: var member }:
                Greet(member);
                break;
            case ClusterEvent.ReachableMember { Member: var member }:
                Greet(member);
                break;
            case ClusterEvent.MemberRemoved { Member: var member }:
                Forget(NodeName.Of(member));
                break;
        }
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Greet(AkkaMember member)
    {
        if (member.UniqueAddress == _cluster.SelfUniqueAddress)
            return;
        _others[NodeName.Of(member)] = member.Address;
        PostOf(member.Address).Tell(AllFigures.Instance, Self);
    }

    private void Forget(string node)
    {
        _others.Remove(node);
        _heard.Remove(node);
        _gathered.Remove(node);
        if (!string.Equals(node, _node, StringComparison.Ordinal))
            _telemetry.Board.KeepOnly(node, new HashSet<(string, string)>());
    }

    private void SendChanged()
    {
        var changed = _telemetry.TakeChanged();
        if (changed.Count == 0 && ++_silent < SilentTicks)
            return;
        _silent = 0;
        if (changed.Count == 0)
            SendToOthers(new NodeFigures(_node, _run, _number, null, []));
        foreach (var part in changed.Chunk(Part))
            SendToOthers(new NodeFigures(_node, _run, ++_number, null, part));
    }

    private void SendToOthers(NodeFigures figures)
    {
        foreach (var other in _others.Values)
            PostOf(other).Tell(figures, Self);
    }

    private void SendAll()
    {
        // Includes changes still to be sent: sending a newest value twice does no harm.
        List<NodeFigure[]> parts =
            [.. _telemetry.Board.Of(_node).Select(f => new NodeFigure(f.Topic, f.Figure.Key, f.Figure.Value)).Chunk(Part)];
        if (parts.Count == 0)
            parts.Add([]);
        for (var i = 0; i < parts.Count; i++)
            Sender.Tell(new NodeFigures(_node, _run, _number, parts.Count - 1 - i, parts[i]), Self);
    }

    private void Take(NodeFigures figures)
    {
        var known = _heard.TryGetValue(figures.Node, out var heard) && heard.Run == figures.Run;
        if (figures.Rest is null
            && !(known && (figures.Number == heard.Number + 1 || (figures.Number == heard.Number && figures.Figures.Count == 0))))
        {
            Sender.Tell(AllFigures.Instance, Self);
            return;
        }
        foreach (var (topic, key, value) in figures.Figures)
            _telemetry.Board.Put(topic, new Figure(figures.Node, key, value));
        if (figures.Rest is { } rest)
            Gather(figures, rest);
        else
            _heard[figures.Node] = (figures.Run, figures.Number);
    }

    private void Gather(NodeFigures figures, int rest)
    {
        if (!_gathered.TryGetValue(figures.Node, out var gathered))
            _gathered.Add(figures.Node, gathered = []);
        gathered.UnionWith(figures.Figures.Select(f => (f.Topic, f.Key)));
        if (rest > 0)
            return;
        _telemetry.Board.KeepOnly(figures.Node, gathered);
        _gathered.Remove(figures.Node);
        _heard[figures.Node] = (figures.Run, figures.Number);
    }

    private static ActorSelection PostOf(Address address) => Context.ActorSelection(new RootActorPath(address) / "user" / Name);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
