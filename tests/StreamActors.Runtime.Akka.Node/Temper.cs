using System.Collections.Concurrent;

namespace StreamActors.Runtime.Akka.Tests;

/// <summary>How one node's journal behaves: slow or failing where a test wants it, and cut off for good when the node is to be dead.</summary>
public sealed class Temper
{
    private static readonly ConcurrentDictionary<string, Temper> All = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<EntityId, Gate> _held = new();
    private readonly ConcurrentDictionary<EntityId, bool> _failing = new();
    private volatile bool _cut;

    public Temper() => All[Name] = this;

    /// <summary>What the node's configuration calls it.</summary>
    public string Name { get; } = Guid.NewGuid().ToString("N");

    public bool IsCut => _cut;

    public static Temper Of(string name) => All[name];

    public Gate Hold(EntityId id) => _held.GetOrAdd(id, static _ => new Gate());

    public Gate? GateOf(EntityId id) => _held.TryGetValue(id, out var gate) && !gate.Opened.IsCompleted ? gate : null;

    public void FailNext(EntityId id, bool afterStoring) => _failing[id] = afterStoring;

    public bool Fails(EntityId id, out bool afterStoring) => _failing.TryRemove(id, out afterStoring);

    /// <summary>Whatever this node asks of the database from now on never comes back.</summary>
    public void Cut() => _cut = true;
}
