using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>Past states, replayed from the journal.</summary>
public sealed class History(IJournal journal, IHistory history, Vocabulary words)
{
    public static readonly IReadOnlyList<string> Kinds =
        [InputId.Kind, OutputId.Kind, AlertRuleId.Kind, ChannelId.Kind, KeyId.Kind, UserId.Kind, SigningId.Kind];

    private static readonly Dictionary<string, IDecider> Deciders = new(StringComparer.Ordinal)
    {
        [InputId.Kind] = InputKind.Kind.Decider,
        [OutputId.Kind] = OutputKind.Kind.Decider,
        [AlertRuleId.Kind] = AlertRuleKind.Kind.Decider,
        [ChannelId.Kind] = ChannelKind.Kind.Decider,
        [KeyId.Kind] = KeyKind.Kind.Decider,
        [UserId.Kind] = UserKind.Kind.Decider,
        [SigningId.Kind] = SigningKind.Kind.Decider,
    };

    /// <summary>Whether an event changes configuration. An output attached to an input does not change the input.</summary>
    public static bool IsChange(Event happened) =>
        happened is not (OutputAttached or OutputSettled or OutputDetached or Claimed or Departed);

    /// <summary>Each event of one entity, with the order before and after it.</summary>
    public async Task<IReadOnlyList<Step>> Of(EntityId id, CancellationToken stop)
    {
        List<Step> steps = [];
        if (!Deciders.TryGetValue(id.Kind, out var decider))
            return steps;
        var order = decider.NoOrder;
        await foreach (var recorded in journal.Read(id, after: 0, stop))
        {
            var before = order;
            order = decider.Evolve(order, recorded.Envelope.Event);
            steps.Add(new Step(recorded, before, order));
        }
        return steps;
    }

    /// <summary>The changes on one page of the journal, with before and after.</summary>
    public async Task<(IReadOnlyList<ChangeView> Changes, long? Next)> Page(HistoryQuery query, CancellationToken stop)
    {
        var events = await history.Events(query, stop);
        var changes = events.Where(r => Deciders.ContainsKey(r.Id.Kind) && IsChange(r.Envelope.Event)).ToList();
        var steps = new Dictionary<(EntityId, long), Step>();
        foreach (var id in changes.Select(c => c.Id).Distinct())
        {
            foreach (var step in await Of(id, stop))
                steps[(id, step.Recorded.Sequence)] = step;
        }
        return ([.. changes.Where(c => steps.ContainsKey((c.Id, c.Sequence))).Select(c => View(steps[(c.Id, c.Sequence)]))],
            events.Count < query.Count ? null : events[^1].Position);
    }

    public ChangeView View(Step step)
    {
        var (id, envelope) = (step.Recorded.Id, step.Recorded.Envelope);
        var (before, after) = (Configured.Shown(id.Id, step.Before), Configured.Shown(id.Id, step.After));
        return new ChangeView(
            $"{id}#{step.Recorded.Sequence}", id.Kind, id.Id, step.Recorded.Sequence, envelope.At, envelope.Who, envelope.Why,
            words.TryFind(envelope.Event.GetType(), out var manifest, out _) ? manifest.Name : envelope.Event.GetType().Name, before, after,
            Difference.Of(before, after, Replaced(step.Before, step.After)));
    }

    /// <summary>Secrets that exist before and after but differ.</summary>
    public IEnumerable<string> Replaced(object before, object after) => before is InputState or OutputState or ChannelState
        ? Difference.Paths(Configured.Stored(before, words), Configured.Stored(after, words))
        .Where(p => p.StartsWith("address.secrets.", StringComparison.Ordinal) || p.StartsWith("secrets.", StringComparison.Ordinal))
        : [];

    public sealed record Step(Recorded Recorded, object Before, object After);
}
