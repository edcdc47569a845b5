using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Outputs;

public sealed class OutputSpecs
{
    private static readonly OutputConfig Wall =
        new("Wall", "studio", 23, new Address("udp://192.0.2.1:5004"), On: true) { Reserved = ["dest~00ff", "name~output~wall"] };

    private static Scenario Output(params IReadOnlyList<Happening> given) => new(OutputKind.Kind, new OutputId("wall").EntityId, given);

    private static IReadOnlyList<(EntityId To, Command Command)> Follow(Event happened) =>
        [.. new OutputReactor().On(new Recorded(1, new OutputId("wall").EntityId, 4, Guid.Empty,
        new Envelope("ada", null, default, null, Scenario.Start, happened)))];

    [Fact]
    public void It_is_created_edited_switched_and_removed()
    {
        Output().When(new CreateOutput(Wall)).Then(new OutputCreated(Wall));
        var edited = Wall with { Address = new Address("udp://192.0.2.2:5004"), Reserved = ["dest~11ee", "name~output~wall"] };
        Output(new OutputCreated(Wall)).When(new EditOutput(edited)).Then(new OutputEdited(edited, ["dest~00ff"]));
        Output(new OutputCreated(Wall)).When(new SwitchOutput(false)).Then(new OutputSwitched(Wall with { On = false }));
        Output(new OutputCreated(Wall)).When(new RemoveOutput()).Then(new OutputRemoved(Wall));
        Output().When(new RemoveOutput()).Then();
    }

    [Fact]
    public void An_address_that_an_older_program_let_in_is_no_obstacle_to_other_edits()
    {
        var old = Wall with { Address = new Address("udp://192.0.2.1:5004/path") };
        Output(new OutputCreated(old)).When(new EditOutput(old with { Name = "Hall" }))
            .Then(new OutputEdited(old with { Name = "Hall" }, []));
        Output(new OutputCreated(old)).When(new EditOutput(old with { Address = new Address("udp://192.0.2.2:5004/path") }))
            .ThenRefused("invalid");
    }

    [Fact]
    public void It_stays_with_its_input() =>
        Output(new OutputCreated(Wall)).When(new EditOutput(Wall with { Input = "other" }))
        .ThenRefused("invalid").Fields.ShouldHaveSingleItem().Field.ShouldBe("input");

    [Fact]
    public void Every_field_at_fault_is_named_at_once() =>
        Output().When(new CreateOutput(new OutputConfig("", "a~b", -1, new Address("rtmp://live.example"), true)))
        .ThenRefused("invalid").Fields.Select(f => f.Field)
            .ShouldBe(["name", "input", "slot", "address.url", "address.secrets.key"]);

    [Fact]
    public void Twenty_outputs_share_a_cell_and_the_next_begin_another()
    {
        WorkloadId.CellOf(WorkloadId.Egress("studio", 19, "a").ToString()).ShouldBe("studio~0");
        WorkloadId.CellOf(WorkloadId.Egress("studio", 20, "b").ToString()).ShouldBe("studio~1");
    }

    [Fact]
    public void All_workloads_of_an_input_share_a_shard_and_ten_thousand_inputs_a_thousand_shards()
    {
        var shard = WorkloadKind.Kind(RestartStrategy.Default, static (_, _) => NoEffects.Instance).ShardKey;
        new[] { WorkloadId.Ingest("studio"), WorkloadId.Egress("studio", 0, "a"), WorkloadId.Egress("studio", 20, "b", n: 1) }
            .Select(w => shard(w.ToString())).ShouldAllBe(s => s == "195");
        Enumerable.Range(0, 10_000).Select(i => shard(WorkloadId.Ingest($"cam{i}").ToString())).Distinct().Count()
            .ShouldBeInRange(1000, 1024);
    }

    [Fact]
    public void Its_workload_its_reservations_and_its_input_follow_it()
    {
        var id = new OutputId("wall").EntityId;
        var workload = new EntityId("workload", "studio~1~wall~0");
        Follow(new OutputCreated(Wall))[0]
            .ShouldBe((workload, new Assign(id, 4, new WorkloadSpec(WorkloadType.Egress, "studio", Wall.Address, Wall.StallAfter), true)));
        Follow(new OutputCreated(Wall, "t"))[1].ShouldBe((new InputId("studio").EntityId, new SettleOutput("wall", Wall.Slot, "t")));
        Follow(new OutputCreated(Wall, "t")).Skip(2)
            .ShouldBe(Wall.Reserved.Select(r => (new EntityId("reservation", r), (Command)new Confirm(id, "t"))));
        Follow(new OutputRemoved(Wall)).Take(2)
            .ShouldBe([(workload, new Retire(id, 4)), (new InputId("studio").EntityId, new DetachOutput("wall"))]);
        Follow(new OutputCreated(Wall)).Select(c => c.To).ShouldBeUnique();
    }
}
