using System.Collections.Immutable;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Reservations;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Inputs;

public sealed class InputSpecs
{
    private static readonly InputConfig Studio =
        new("Studio", new Address("udp://:5004"), On: true) { Reserved = ["udp~5004", "name~input~studio"] };

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Until = Scenario.Start + Hold;

    private static Scenario Input(params IReadOnlyList<Happening> given) => new(InputKind.Kind, new InputId("studio").EntityId, given);

    private static IReadOnlyList<(EntityId To, Command Command)> Follow(Event happened) =>
        [.. new InputReactor().On(new Recorded(1, new InputId("studio").EntityId, 4, Guid.Empty,
        new Envelope("ada", null, default, null, Scenario.Start, happened)))];

    [Fact]
    public void It_is_created_edited_switched_and_removed()
    {
        Input().When(new CreateInput(Studio)).Then(new InputCreated(Studio));
        var edited = Studio with { Name = "Studio A" };
        Input(new InputCreated(Studio)).When(new EditInput(edited)).Then(new InputEdited(edited, []));
        Input(new InputCreated(Studio)).When(new SwitchInput(false)).Then(new InputSwitched(Studio with { On = false }));
        Input(new InputCreated(Studio)).When(new RemoveInput()).Then(new InputRemoved(Studio));
    }

    [Fact]
    public void An_address_that_an_older_program_let_in_is_no_obstacle_to_other_edits()
    {
        var old = Studio with { Address = new Address("srt://h:9000") {
            Options = ImmutableSortedDictionary<string, string>.Empty.Add("key-length", "32") } };
        Input(new InputCreated(old)).When(new EditInput(old with { Name = "Studio A" }))
            .Then(new InputEdited(old with { Name = "Studio A" }, []));
        Input(new InputCreated(old)).When(new EditInput(old with { Address = old.Address with { Url = "srt://h:9001" } }))
            .ThenRefused("invalid")
            .Fields.ShouldHaveSingleItem().Field.ShouldBe("address.options.key-length");
    }

    [Fact]
    public void Its_revision_is_the_number_of_its_newest_change_whatever_comes_and_goes_beside()
    {
        var decider = new InputDecider();
        Event[] happened = [new InputCreated(Studio), new OutputAttached("a", 0), new InputEdited(Studio with { Name = "A" }, []),
            new OutputDetached("a"), new Claimed("s", "node"), new InputSwitched(Studio), new InputRemoved(Studio)];
        List<long> revisions = [];
        happened.Aggregate(InputState.None, (order, e) =>
        {
            var next = decider.Evolve(order, e);
            revisions.Add(next.Revision);
            return next;
        });
        revisions.ShouldBe([1, 1, 3, 3, 3, 6, 7]);
    }

    [Fact]
    public void An_edit_that_changes_nothing_stores_nothing() =>
        Input(new InputCreated(Studio)).When(new EditInput(Studio with { Labels = ImmutableSortedDictionary<string, string>.Empty }))
        .Then();

    [Fact]
    public void Every_field_at_fault_is_named_at_once()
    {
        var wrong = new InputConfig(" ", new Address("udp://:0"), true)
        {
            StallAfter = TimeSpan.Zero, OutputLimit = 0, Labels = ImmutableSortedDictionary<string, string>.Empty.Add("Bad Label", "x"),
        };
        Input().When(new CreateInput(wrong)).ThenRefused("invalid").Fields.Select(f => f.Field)
            .ShouldBe(["name", "labels.Bad Label", "stall-after", "output-limit", "address.url"]);
    }

    [Fact]
    public void What_is_not_there_is_refused_and_removing_it_again_is_no_fault()
    {
        Input().When(new EditInput(Studio)).ThenRefused("not-found");
        Input().When(new SwitchInput(true)).ThenRefused("not-found");
        Input().When(new RemoveInput()).Then();
        Input(new InputCreated(Studio)).When(new CreateInput(Studio with { Name = "Other" })).ThenRefused("exists");
    }

    [Fact]
    public void Outputs_get_the_lowest_free_place_and_keep_it()
    {
        Input(new InputCreated(Studio)).When(new AttachOutput("a", "t", Hold)).Then(new OutputAttached("a", 0, "t", Until));
        Input(new InputCreated(Studio), new OutputAttached("a", 0), new OutputAttached("b", 1), new OutputDetached("a"))
            .When(new AttachOutput("c", "t", Hold)).Then(new OutputAttached("c", 0, "t", Until));
        Input(new InputCreated(Studio)).When(new AttachOutput("a")).Then(new OutputAttached("a", 0));
        Input(new InputCreated(Studio), new OutputAttached("a", 0)).When(new AttachOutput("a")).Then();
        Input(new InputCreated(Studio)).When(new AttachOutput("a", "t", TimeSpan.Zero))
            .ThenRefused("invalid").Fields.ShouldHaveSingleItem().Field.ShouldBe("for");
    }

    [Fact]
    public void The_21st_output_is_refused_unless_the_limit_is_raised()
    {
        Happening[] full = [new InputCreated(Studio), .. Enumerable.Range(0, 20).Select(n => new OutputAttached($"o{n}", n))];
        Input(full).When(new AttachOutput("o20", "t", Hold)).ThenRefused("output-limit").Message.ShouldContain("20 outputs");
        var raised = Studio with { OutputLimit = 21 };
        Input([.. full, new InputEdited(raised, [])]).When(new AttachOutput("o20", "t", Hold))
            .Then(new OutputAttached("o20", 20, "t", Until));
        Input(full).When(new EditInput(Studio with { OutputLimit = 19 })).ThenRefused("in-use");
    }

    [Fact]
    public void Two_attempts_at_one_output_share_its_place_and_neither_gives_back_what_the_other_has()
    {
        Input(new InputCreated(Studio), new OutputAttached("a", 0, "t", Until)).When(new AttachOutput("a", "u", Hold))
            .Then(new OutputAttached("a", 0, "u", Until));
        Happening[] both = [new InputCreated(Studio), new OutputAttached("a", 0, "t", Until), new OutputAttached("a", 0, "u", Until)];
        Input(both).When(new DetachOutput("a", "u")).Then(new OutputDetached("a", "u"));
        Input([.. both, new OutputDetached("a", "u")]).When(new DetachOutput("a", "u")).Then();
        Input([.. both, new OutputDetached("a", "u")]).When(new RemoveInput()).ThenRefused("in-use");
        Input([.. both, new OutputDetached("a", "u"), new OutputDetached("a", "t")]).When(new RemoveInput()).Then(new InputRemoved(Studio));
        Input([.. both, new OutputSettled("a", "t"), new OutputDetached("a", "u")]).When(new RemoveInput(), TimeSpan.FromDays(1))
            .ThenRefused("in-use");
    }

    [Fact]
    public void An_output_made_anew_keeps_its_place_when_the_removal_of_the_old_one_arrives()
    {
        Happening[] anew =
            [new InputCreated(Studio), new OutputAttached("a", 0), new OutputAttached("a", 0, "u", Until), new OutputDetached("a")];
        Input(anew).When(new AttachOutput("b", "v", Hold)).Then(new OutputAttached("b", 1, "v", Until));
        Input(anew).When(new SettleOutput("a", 0, "u")).Then(new OutputSettled("a", "u"));
        Input([.. anew, new OutputSettled("a", "u")]).When(new SettleOutput("a", 0, "u")).Then();
    }

    [Fact]
    public void A_place_nobody_settled_nor_gave_back_runs_out()
    {
        Happening[] orphan = [new InputCreated(Studio with { OutputLimit = 1 }), new OutputAttached("a", 0, "t", Until)];
        Input(orphan).When(new AttachOutput("b", "u", Hold)).ThenRefused("output-limit");
        Input(orphan).When(new RemoveInput()).ThenRefused("in-use");
        Input(orphan).When(new AttachOutput("b", "u", Hold), Hold)
            .Then(new OutputDetached("a", "t"), new OutputAttached("b", 0, "u", Until + Hold));
        Input([.. orphan, new InputEdited(Studio with { OutputLimit = 2 }, [])]).When(new EditInput(Studio with { OutputLimit = 1 }), Hold)
            .Then(new OutputDetached("a", "t"), new InputEdited(Studio with { OutputLimit = 1 }, []));
        Input(orphan).When(new RemoveInput(), Hold).Then(new OutputDetached("a", "t"), new InputRemoved(Studio with { OutputLimit = 1 }));
        Input([.. orphan, new OutputDetached("a", "t")]).When(new SettleOutput("a", 0, "t"), TimeSpan.FromDays(1))
            .Then(new OutputAttached("a", 0, "t"));
    }

    [Fact]
    public void It_is_not_removed_from_under_its_outputs() =>
        Input(new InputCreated(Studio), new OutputAttached("twitch", 0)).When(new RemoveInput())
        .ThenRefused("in-use").Message.ShouldContain("twitch");

    [Fact]
    public void Its_workload_and_its_reservations_follow_it()
    {
        var workload = WorkloadId.Ingest("studio").EntityId;
        Follow(new InputCreated(Studio, "t")).ShouldBe(
        [
            (workload, new Assign(new InputId("studio").EntityId, 4,
                new WorkloadSpec(WorkloadType.Ingest, "studio", Studio.Address, Studio.StallAfter), true)),
            (new EntityId("reservation", "udp~5004"), new Confirm(new InputId("studio").EntityId, "t")),
            (new EntityId("reservation", "name~input~studio"), new Confirm(new InputId("studio").EntityId, "t")),
        ]);
        Follow(new InputEdited(Studio, ["udp~5000"]))[^1]
            .ShouldBe((new EntityId("reservation", "udp~5000"), new Release(new InputId("studio").EntityId)));
        Follow(new InputRemoved(Studio))[0].ShouldBe((workload, new Retire(new InputId("studio").EntityId, 4)));
        WorkloadId.CellOf(workload.Id).ShouldBe("studio~in");
    }
}
