using StreamActors.Kernel;

namespace StreamActors.Domain.Tests;

/// <summary>Given events and facts, when a command, then events, facts or a refusal: with the activation that the runtime uses.</summary>
public sealed class Scenario(EntityKind kind, EntityId id, params IReadOnlyList<Happening> given)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private Decision _decision = Decision.Nothing;

    private (object Order, object Live) State => given.Aggregate(
        (kind.Decider.NoOrder, kind.Decider.NoLive),
        (s, h) => h is Event e ? (kind.Decider.Evolve(s.NoOrder, e), s.NoLive) : (s.NoOrder, kind.Decider.Observe(s.NoLive, (Fact)h)));

    public object Order => State.Order;

    public Scenario When(Command command, TimeSpan after = default)
    {
        var (order, live) = State;
        _decision = kind.Decider.Decide(order, live, command with { Origin = new Origin("ada", Start + after) });
        if (_decision.Refusal is null)
            TheSameAgainStoresNothingMore(command, after);
        return this;
    }

    public void Then(params IReadOnlyList<Event> expected)
    {
        _decision.Refusal.ShouldBeNull();
        _decision.Events.ShouldBe(expected);
    }

    public Refusal ThenRefused(string code)
    {
        var refusal = _decision.Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe(code);
        return refusal;
    }

    public IReadOnlyList<Effect> Effects
    {
        get
        {
            var after = new Scenario(kind, id, [.. given, .. _decision.Events, .. _decision.Facts]).State;
            return [.. _decision.Events.Concat<Happening>(_decision.Facts).SelectMany(h => kind.Decider.React(after.Order, after.Live, h))];
        }
    }

    public IReadOnlyList<Effect> Resumes => [.. kind.Decider.Resume(Order)];

    /// <summary>Every decider ignores a command whose effect exists already.</summary>
    private void TheSameAgainStoresNothingMore(Command command, TimeSpan after)
    {
        var (order, live) = new Scenario(kind, id, [.. given, .. _decision.Events, .. _decision.Facts]).State;
        var again = kind.Decider.Decide(order, live, command with { Origin = new Origin("ada", Start + after) });
        again.Refusal.ShouldBeNull($"{command} was carried out and is refused when it is repeated");
        again.Events.ShouldBeEmpty($"{command} twice stored events twice");
    }
}
