namespace StreamActors.Runtime.Promises;

/// <summary>The effects of one activation of an entity, and what was recorded of them.</summary>
public sealed class RecordedEffects(EffectRecorder recorder, EntityId id, int life, ISelf self) : IEffects
{
    private enum Is
    {
        On,
        Ending,
        Off,
        Dead,
    }

    private readonly List<(Effect Effect, long Version)> _performed = [];
    private Is _is = Is.On;

    public int Life => life;

    /// <summary>Not completely disposed.</summary>
    public bool IsOn => _is is Is.On or Is.Ending;

    public bool AtWork { get; set; }

    public IReadOnlyList<(Effect Effect, long Version)> Performed
    {
        get
        {
            lock (recorder.Sync)
            {
                return [.. _performed];
            }
        }
    }

    /// <summary>The result of an effect.</summary>
    public void Say(Command command) => self.Tell(command);

    public void Perform(Effect effect, long version)
    {
        recorder.Change(() =>
        {
            if (_is is Is.Ending or Is.Off)
                recorder.Fault($"{id} was to perform {effect} in life {life}, which is over.");
            if (_is == Is.On)
                _performed.Add((effect, version));
        });
        if (effect is Fall)
            throw new InvalidOperationException("The purse falls.");
    }

    public async ValueTask DisposeAsync()
    {
        recorder.Change(() => _is = _is == Is.On ? Is.Ending : _is);
        await recorder.DisposalOf(id);
        recorder.Change(() => _is = _is == Is.Ending ? Is.Off : _is);
    }

    internal void Die() => _is = _is is Is.On or Is.Ending ? Is.Dead : _is;
}
