using FsCheck;
using FsCheck.Fluent;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Reservations;

public sealed class ReservationProperties
{
    private static readonly EntityId[] Owners = [new("input", "a"), new("input", "b"), new("output", "c")];

    private static Gen<Command> Commands =>
        from owner in Gen.Elements(Owners)
        from seconds in Gen.Choose(0, 90)
        from attempt in Gen.Elements("", "a", "b")
        from command in Gen.Elements<Command>(new Reserve(owner, TimeSpan.FromSeconds(30), attempt), new Confirm(owner, attempt),
        new Release(owner, attempt), new Lapse())
        select command with { Origin = new Origin("ada", Scenario.Start + TimeSpan.FromSeconds(seconds)) };

    [Fact]
    public void The_same_command_twice_stores_nothing_more() =>
        Prop.ForAll(Commands.ListOf().ToArbitrary(), commands =>
        {
            var decider = new ReservationDecider();
            var order = decider.NoOrder;
            foreach (var command in commands)
            {
                var first = decider.Decide(order, ReservationLive.None, command);
                order = first.Events.Aggregate(order, decider.Evolve);
                var second = decider.Decide(order, ReservationLive.None, command);
                second.Events.ShouldBeEmpty();
                if (first.Refusal is null)
                    second.Refusal.ShouldBeNull();
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_never_passes_from_one_owner_to_another_without_being_free_in_between() =>
        Prop.ForAll(Commands.ListOf().ToArbitrary(), commands =>
        {
            var decider = new ReservationDecider();
            var order = decider.NoOrder;
            foreach (var happened in commands.SelectMany(command => Run(command)))
            {
                if ((happened as Reserved)?.Owner is { } owner && order.Owner is { } before)
                    owner.ShouldBe(before);
                order = decider.Evolve(order, happened);
            }

            IReadOnlyList<Event> Run(Command command) => decider.Decide(order, ReservationLive.None, command).Events;
        }).QuickCheckThrowOnFailure();
}
