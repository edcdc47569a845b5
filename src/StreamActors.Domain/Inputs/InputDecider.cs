using System.Collections.Immutable;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

public sealed class InputDecider : Decider<InputState, InputLive>
{
    public const int MaxOutputLimit = 5000;

    /// <summary>A publisher that tries again and again is reported once in this time for each reason.</summary>
    private static readonly TimeSpan RefusalInterval = TimeSpan.FromMinutes(1);

    /// <summary>Reported in this time, whatever the reasons: a publisher can cause as many as it likes.</summary>
    private const int MostRefusals = 4;

    public override InputState NoOrder => InputState.None;

    public override InputLive NoLive => InputLive.None;

    public override Decision Decide(InputState order, InputLive live, Command command) => (command, order.Config) switch
    {
        (CreateInput c, null) => Checked(c.Config, () => Decision.Store(new InputCreated(c.Config, c.Attempt))),
        (CreateInput c, { } config) =>
            config == c.Config ? Decision.Nothing : Decision.Refuse("exists", "This input exists already: edit it, or choose another id."),
        (RemoveInput or DetachOutput or Depart or ReportRefusal, null) => Decision.Nothing,
        (_, null) => Decision.Refuse("not-found", "There is no input with this id."),
        (EditInput c, { } config) when c.Config == config => Decision.Nothing,
        (EditInput c, { } config) => Checked(c.Config, () => Edit(order, config, c), config.Address),
        (SwitchInput c, { } config) => config.On == c.On ? Decision.Nothing : Decision.Store(new InputSwitched(config with { On = c.On })),
        (RemoveInput c, { } config) => Remove(order, config, c),
        (AttachOutput c, { } config) => Attach(order, config, c),
        (SettleOutput c, _) => Settle(order, c),
        (DetachOutput c, _) => order.Outputs.TryGetValue(c.Output, out var outputSlot) && outputSlot.Grips.Has(c.Attempt)
            ? Decision.Store(new OutputDetached(c.Output, c.Attempt)) : Decision.Nothing,
        (Admit c, { } config) => Decide(order, config, c),
        (Depart c, _) => order.Landing is { } landing && landing.Session == c.Session
            ? Decision.Store(new Departed(c.Session) { Publisher = landing.Publisher }) : Decision.Nothing,
        (ReportRefusal c, _) => Lately(live, c.Origin.At) is var lately
            && (lately.Length >= MostRefusals || lately.Any(r => r.Reason == c.Reason)) ? Decision.Nothing
            : Decision.Note(new PublisherRefused(c.Publisher, c.Reason, c.Origin.At)),
        _ => throw Unknown(command),
    };

    public override InputState Evolve(InputState order, Event happened)
    {
        var next = order with { Sequence = order.Sequence + 1 };
        return happened switch
        {
            InputCreated e => next with { Config = e.Config, Revision = next.Sequence },
            InputEdited e => next with { Config = e.Config, Revision = next.Sequence },
            InputSwitched e => next with { Config = e.Config, Revision = next.Sequence, Landing = e.Config.On ? order.Landing : null },
            InputRemoved => InputState.None with { Sequence = next.Sequence, Revision = next.Sequence },
            OutputAttached e => next with { Outputs = order.Outputs.SetItem(e.Output,
                new OutputSlot(e.Slot, e.Until is { } until ? HoldersOf(order, e.Output).With(e.Attempt, until)
                    : HoldersOf(order, e.Output).Settled(e.Attempt))) },
            OutputSettled e => next with { Outputs = order.Outputs.SetItem(e.Output,
                order.Outputs[e.Output] with { Grips = HoldersOf(order, e.Output).Settled(e.Attempt) }) },
            OutputDetached e => next with { Outputs = Without(order, e) },
            Claimed e => next with { Landing = new Landing(e.Session, e.Node, next.Sequence, e.Run) { Publisher = e.Publisher } },
            Departed => next with { Landing = null },
            _ => throw Unknown(happened),
        };
    }

    public override InputLive Observe(InputLive live, Fact fact) =>
        fact is PublisherRefused refused ? live with { Refusals = [.. Lately(live, refused.At), refused] } : throw Unknown(fact);

    private static ImmutableArray<PublisherRefused> Lately(InputLive live, DateTimeOffset now) =>
        live.Refusals.RemoveAll(r => now - r.At >= RefusalInterval);

    private static Decision Checked(InputConfig config, Func<Decision> sound, Address? stored = null) => ConfigRules.Checked(
        "input", config, isIngest: true, stored, sound,
        config.OutputLimit is >= 1 and <= MaxOutputLimit ? []
            : [new FieldFault("output-limit", $"{config.OutputLimit}", $"1 to {MaxOutputLimit}")]);

    private static Decision Edit(InputState order, InputConfig old, EditInput c)
    {
        var (lapsed, held) = Slots(order, c);
        return c.Config.OutputLimit < held.Count
            ? Decision.Refuse("in-use", $"The input feeds {held.Count} outputs: remove some before the limit is lowered.",
            new FieldFault("output-limit", $"{c.Config.OutputLimit}", $"{held.Count} or more"))
            : Decision.Store(
            [.. lapsed, new InputEdited(c.Config, [.. old.Reserved.Except(c.Config.Reserved, StringComparer.Ordinal)], c.Attempt)]);
    }

    private static Decision Remove(InputState order, InputConfig config, RemoveInput c)
    {
        var (lapsed, held) = Slots(order, c);
        return held.Count == 0
            ? Decision.Store([.. lapsed, new InputRemoved(config)])
            : Decision.Refuse("in-use",
            $"The input feeds {string.Join(", ", held.Keys.Take(5))}{(held.Count > 5 ? ", …" : "")}: remove these outputs first.");
    }

    private static Decision Attach(InputState order, InputConfig config, AttachOutput c)
    {
        if (c.For <= TimeSpan.Zero)
            return Decision.Refuse("invalid", "A slot is reserved for a limited time.", new FieldFault("for", $"{c.For}", "above zero"));
        DateTimeOffset? until = c.For is { } time ? c.Origin.At + time : null;
        if (order.Outputs.TryGetValue(c.Output, out var outputSlot))
            return until is null ? Settle(order, new SettleOutput(c.Output, outputSlot.Slot, c.Attempt))
                : outputSlot.Grips.HasAt(c.Attempt, c.Origin.At) ? Decision.Nothing
                : Decision.Store(new OutputAttached(c.Output, outputSlot.Slot, c.Attempt, until));
        var (lapsed, held) = Slots(order, c);
        if (held.Count >= config.OutputLimit)
            return Decision.Refuse("output-limit",
                $"Output limit reached: the input feeds {held.Count} outputs. Raise output-limit, or remove one.",
                new FieldFault("input", config.Name, "an input below its output-limit"));
        var taken = held.Values.Select(p => p.Slot).ToHashSet();
        return Decision.Store([.. lapsed, new OutputAttached(c.Output,
            Enumerable.Range(0, held.Count + 1).First(slot => !taken.Contains(slot)), c.Attempt, until)]);
    }

    /// <summary>The output is stored, so the slot is its own, however late this command arrives.</summary>
    private static Decision Settle(InputState order, SettleOutput c) => order.Outputs.GetValueOrDefault(c.Output)?.Grips switch
    {
        null => Decision.Store(new OutputAttached(c.Output, c.Slot, c.Attempt)),
        { IsLasting: true } claimHolders when !claimHolders.Attempts.ContainsKey(c.Attempt) => Decision.Nothing,
        _ => Decision.Store(new OutputSettled(c.Output, c.Attempt)),
    };

    /// <summary>Excludes expired slots of attempts that neither completed nor released them: their process has died.</summary>
    private static (IReadOnlyList<OutputDetached> Lapsed, ImmutableSortedDictionary<string, OutputSlot> Held) Slots(InputState order,
        Command c)
    {
        var gone = order.Outputs.Where(o => !o.Value.Grips.IsHeldAt(c.Origin.At)).ToList();
        return ([.. gone.SelectMany(o => o.Value.Grips.Attempts.Keys.Select(attempt => new OutputDetached(o.Key, attempt)))],
            order.Outputs.RemoveRange(gone.Select(o => o.Key)));
    }

    private static ClaimHolders HoldersOf(InputState order, string output) =>
        order.Outputs.GetValueOrDefault(output)?.Grips ?? ClaimHolders.None;

    private static ImmutableSortedDictionary<string, OutputSlot> Without(InputState order, OutputDetached e) =>
        order.Outputs.TryGetValue(e.Output, out var outputSlot) && outputSlot.Grips.Without(e.Attempt) is { IsNone: false } left
            ? order.Outputs.SetItem(e.Output, outputSlot with { Grips = left })
            : order.Outputs.Remove(e.Output);

    private static Decision Decide(InputState order, InputConfig config, Admit c)
    {
        if (!config.On)
            return Decision.Refuse("off", "The input is ordered off: start it before publishing to it.");
        if (c.RunsOn is { } other)
            return Elsewhere(other);
        return order.Landing switch
        {
            null => Decision.Store(Claim(null)),
            { } landing when landing.Session == c.Session => Decision.Nothing,
            { } landing when landing.Run > c.Run => Elsewhere(landing.Node),
            // The run before has ended with its publisher, however that was: also where nothing could be stored any more.
            { } landing when landing.Run < c.Run => Decision.Store(Claim(null)),
            { } landing when landing.Session != c.Present || config.TakesOver => Decision.Store(Claim(landing.Publisher)),
            _ => Decision.Refuse("taken", "Another publisher is connected to this input."),
        };

        Claimed Claim(PublisherPeer? replaced) => new(c.Session, c.Node, c.Run) { Publisher = c.Publisher, Replaced = replaced };
    }

    private static Decision Elsewhere(string node) =>
        Decision.Refuse("elsewhere", $"This input and its outputs run on the node {node}: publish to that node.");
}
