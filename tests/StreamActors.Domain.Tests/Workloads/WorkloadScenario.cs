using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Workloads;

/// <summary>A workload without media: its commands, the effects it requests, and its phases.</summary>
internal sealed class WorkloadScenario
{
    private static readonly EntityKind Kind = WorkloadKind.Kind(RestartStrategy.Default, static (_, _) => NoEffects.Instance);

    private Activation _it = new(Kind, WorkloadId.Egress("studio", 3, "twitch").EntityId);
    private int _commands;

    public DateTimeOffset Now { get; private set; } = Scenario.Start;

    /// <summary>The monotonic clock.</summary>
    public TimeSpan Clock { get; private set; }

    public List<Event> Stored { get; } = [];

    public List<Effect> Performed { get; } = [];

    public List<(Phase From, Phase To)> Steps { get; } = [];

    public WorkloadState Order => (WorkloadState)_it.Order;

    public WorkloadLive Live => (WorkloadLive)_it.Live;

    public void Pass(TimeSpan time) => (Now, Clock) = (Now + time, Clock + time);

    /// <summary>Sets the wall clock without elapsed time.</summary>
    public void Set(TimeSpan by) => Now += by;

    public IReadOnlyList<Effect> Say(Command command)
    {
        var verdict = _it.Evaluate(new Delivery(command, CommandId.Of($"{++_commands}")), Now);
        var effects =
            verdict is Commit commit ? Carry(commit) : throw new InvalidOperationException($"{command} was answered with {verdict}.");
        Performed.AddRange(effects);
        return effects;
    }

    public Refusal Refusal(Command command) =>
        ((Refused)_it.Evaluate(new Delivery(command, CommandId.Of($"{++_commands}")), Now).ShouldBeOfType<Answer>().Reply).Refusal;

    /// <summary>The server is killed and restarts: the order is kept, the state is lost, and the workload is activated.</summary>
    public void Crash()
    {
        var again = new Activation(Kind, _it.Id);
        for (var n = 0; n < Stored.Count; n++)
            again.Replay(n + 1, new Envelope("ada", null, CommandId.Of($"before {n}"), null, Now, Stored[n]));
        _it = again;
        foreach (var reminder in again.Resume().Select(d => d.Effect).OfType<RemindMe>())
            Say(reminder.Command);
    }

    private IReadOnlyList<Effect> Carry(Commit commit)
    {
        var from = Live.Phase;
        var due = _it.Apply(commit);
        Stored.AddRange(commit.Envelopes.Select(e => e.Event));
        Steps.AddRange(commit.Facts.OfType<PhaseChanged>().Select(m => (from, m.To)));
        return [.. due.Select(d => d.Effect)];
    }
}
