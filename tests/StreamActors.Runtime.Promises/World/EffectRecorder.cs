using System.Collections.Concurrent;

namespace StreamActors.Runtime.Promises;

/// <summary>The stage as a purse sees it: it may be in another process.</summary>
public interface IEffectHost
{
    bool BitterBites { get; }

    IEffects Open(EntityId id, ISelf self);

    void WaitAt(string gate);
}

/// <summary>
/// Where the effects of all nodes run, so that a test sees all of them: which entities are active, which effects ran, and whether an
/// entity was ever active twice.
/// </summary>
public sealed class EffectRecorder : IEffectHost
{
    private readonly Dictionary<EntityId, List<RecordedEffects>> _acts = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<EntityId, Gate> _disposals = new();
    private readonly ConcurrentQueue<string> _faults = new();

    public volatile bool BitterBites;

    bool IEffectHost.BitterBites => BitterBites;

    internal Lock Sync { get; } = new();

    /// <summary>Every violation of the rule "one at a time".</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public IEffects Open(EntityId id, ISelf self) => Open(id, self, static () => true);

    /// <param name="alive">
    /// Whether the node still runs. In one process a dead node may still try to open effects: that is ignored.
    /// </param>
    public IEffects Open(EntityId id, ISelf self, Func<bool> alive)
    {
        lock (Sync)
        {
            if (!alive())
                return NoEffects.Instance;
            if (!_acts.TryGetValue(id, out var acts))
                _acts.Add(id, acts = []);
            if (acts.Any(a => a.IsOn))
                _faults.Enqueue($"{id} was opened while its effects before were not disposed.");
            var act = new RecordedEffects(this, id, acts.Count + 1, self);
            acts.Add(act);
            Changed();
            return act;
        }
    }

    /// <summary>All activations of one entity, oldest first.</summary>
    public IReadOnlyList<RecordedEffects> Acts(EntityId id)
    {
        lock (Sync)
        {
            return _acts.TryGetValue(id, out var acts) ? [.. acts] : [];
        }
    }

    public bool IsOn(EntityId id) => Acts(id).LastOrDefault() is { IsOn: true };

    public Task UntilOn(EntityId id, int life) => Until(() => Acts(id).Count >= life);

    public Task UntilOff(EntityId id) => Until(() => !IsOn(id));

    /// <summary>Ends when the condition holds; checked after each change.</summary>
    public Task Until(Func<bool> condition)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Sync)
        {
            if (condition())
                return Task.CompletedTask;
            _waiting.Add((condition, met));
        }
        return met.Task.Soon();
    }

    /// <summary>A gate at which <see cref="Ponder"/> waits.</summary>
    public Gate HoldAt(string name) => _gates.GetOrAdd(name, static _ => new Gate());

    /// <summary>From now on the disposal of this entity's effects waits for the gate.</summary>
    public Gate HoldDisposal(EntityId id) => _disposals.GetOrAdd(id, static _ => new Gate());

    /// <summary>The node of these activations is dead: what they still do is ignored.</summary>
    public void Dead(Func<EntityId, bool> of)
    {
        lock (Sync)
        {
            foreach (var act in _acts.Where(a => of(a.Key)).SelectMany(a => a.Value))
                act.Die();
            Changed();
        }
    }

    public void WaitAt(string name)
    {
        var gate = HoldAt(name);
        gate.Arrive();
        if (!gate.Opened.Wait(Patience.Limit))
            throw new TimeoutException($"The gate '{name}' was never opened.");
    }

    internal Task DisposalOf(EntityId id)
    {
        if (!_disposals.TryGetValue(id, out var gate))
            return Task.CompletedTask;
        gate.Arrive();
        return gate.Opened;
    }

    internal void Fault(string fault) => _faults.Enqueue(fault);

    internal void Change(Action change)
    {
        lock (Sync)
        {
            change();
            Changed();
        }
    }

    private void Changed()
    {
        foreach (var waiting in _waiting.Where(w => w.Condition()).ToList())
        {
            _waiting.Remove(waiting);
            waiting.Met.TrySetResult();
        }
    }
}
