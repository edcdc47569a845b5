using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Which nodes are and were present. Every node records it, since the evaluating node may be the one that fails. A node that left in order
/// is forgotten; one that vanished counts as down until it returns, for a day at most.
/// </summary>
public sealed class NodePresence(ICluster cluster)
{
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>Updates the presence of all nodes and returns them.</summary>
    public IReadOnlyList<Subject> Call(DateTimeOffset now)
    {
        var members = cluster.Members;
        lock (_lock)
        {
            foreach (var member in members)
                _seen[member.Node] = _seen.TryGetValue(member.Node, out var before) && before.Status == member.Status && before.IsHere
                    ? before : new Seen(member.Status, true, now);
            foreach (var (node, was) in _seen.Where(s => s.Value.IsHere && members.All(m => m.Node != s.Key)).ToList())
            {
                if (was.Status is "leaving" or "exiting" or "joining")
                    _seen.Remove(node);
                else
                    _seen[node] = was with { IsHere = false, Since = was.IsUp is false ? was.Since : now };
            }
            foreach (var (node, _) in _seen.Where(s => !s.Value.IsHere && now - s.Value.Since > Remembered).ToList())
                _seen.Remove(node);
            return [.. _seen.Select(s => s.Value.Subject(s.Key))];
        }
    }

    private sealed record Seen(string Status, bool IsHere, DateTimeOffset Since)
    {
        /// <summary>Null while it joins or leaves.</summary>
        public bool? IsUp => (IsHere, Status) switch
        {
            (true, "up") => true,
            (false, _) or (_, "down" or "unreachable") => false,
            _ => null,
        };

        public Subject Subject(string node) => new(new EntityId("node", node), On: true) { IsUp = IsUp, Since = Since,
            Reason = IsHere ? $"Other nodes see it as {Status}" : "It is gone without having left the cluster" };
    }
}
