using System.Collections.Immutable;
using System.Text.Json;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests;

public sealed class VocabularySpecs
{
    private static readonly Vocabulary Words = new Vocabulary().AddDomain();

    [Fact]
    public void Every_command_event_and_fact_of_the_domain_has_a_stored_name()
    {
        var words = typeof(DomainWords).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(Command)) || t.IsSubclassOf(typeof(Happening))));
        words.Except(Words.Words.Values).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_written_is_read_back_whole()
    {
        var address = new Address("srt://host:9000")
        {
            Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["latency-ms"] = "200" }.ToImmutableSortedDictionary(),
            Secrets = new Dictionary<string, SealedSecret>(StringComparer.Ordinal) {
                ["passphrase"] = new(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), "c2VhbGVk") }.ToImmutableSortedDictionary(),
        };
        var live = WorkloadLive.Idle with
        {
            Phase = Phase.BackingOff, SourceHere = new Place("a", 1),
            Failures = FailureHistory.None.With(new Failure(ErrorClass.Bug, "broke", Scenario.Start))
                .With(new Failure(ErrorClass.RefusedAuth, "no", Scenario.Start)),
        };
        object[] messages =
        [
            new InputCreated(new InputConfig("Studio", address, true) { Reserved = ["udp~5004"] }),
            new OutputAttached("wall", 3, "attempt", Scenario.Start),
            new OutputAttached("wall", 3),
            new OutputEdited(new OutputConfig("Wall", "studio", 3, address, false), ["dest~1"]),
            new Assigned(new EntityId("output", "wall"), 4,
                new WorkloadSpec(WorkloadType.Egress, "studio", address, TimeSpan.FromSeconds(10)), true),
            new Parked(ErrorClass.RefusedAuth, "refused", Scenario.Start),
            new AlertRuleEdited(ShippedRules.All["cc-errors"] with { Labels = address.Options, Channels = ["desk"],
                RepeatEvery = TimeSpan.FromMinutes(15) }),
            new ChannelCreated(new ChannelConfig("Desk", ChannelType.Webhook, true) { Secrets = address.Secrets, To = ["a@example.org"],
                Least = AlertSeverity.Critical }),
            new NoticePlanned(
                new Notice("n1", Scenario.Start,
                    [new NoticeItem("parked~output~a", true, AlertSeverity.Critical, "words", Scenario.Start, Again: true)])),
            new AlertFired(AlertSeverity.Warning, "words", Scenario.Start, Scenario.Start),
            new MediaEnded(7, ErrorClass.EndedByPeer, "closed",
                0.25) { Origin = new Origin("ada", Scenario.Start, "why", new Cause(new EntityId("input", "x"), 3)) },
        ];
        foreach (var message in messages)
            Words.Read(Words.ManifestOf(message), Bytes(message)).ShouldBe(message);
        var back = (WorkloadLive)Words.Read("workload-live.v1", Bytes(live));
        back.Failures.ShouldSatisfyAllConditions(f => f.BugsSince(TimeSpan.Zero).ShouldBe(1), f => f.RefusalsInARow.ShouldBe(1),
            f => f.InARow.ShouldBe(2));
        (back with { Failures = live.Failures }).ShouldBe(live);
    }

    [Fact]
    public void What_comes_from_before_attempts_had_names_is_read_as_it_was_meant()
    {
        var input = (InputState)Words.Read("input-order.v2",
            """{"sequence":5,"config":null,"outputs":{"wall":3},"landing":null,"revision":4}"""u8.ToArray());
        input.Outputs["wall"].ShouldSatisfyAllConditions(s => s.Slot.ShouldBe(3), s => s.Grips.IsLasting.ShouldBeTrue(),
            s => s.Grips.Attempts.ShouldBeEmpty());
        var held = (ReservationState)Words.Read("reservation-order.v1",
            """{"owner":"input/a","until":"2026-01-01T00:00:00+00:00"}"""u8.ToArray());
        held.Grips.ShouldSatisfyAllConditions(g => g.IsLasting.ShouldBeFalse(),
            g => g.Attempts.ShouldHaveSingleItem().ShouldBe(new("", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        ((ReservationState)Words.Read("reservation-order.v1", """{"owner":"input/a"}"""u8.ToArray())).Grips.IsLasting.ShouldBeTrue();
        ((ReservationState)Words.Read("reservation-order.v1", "{}"u8.ToArray())).Grips.IsNone.ShouldBeTrue();
        ((Reserved)Words.Read("reservation-reserved.v1",
            """{"owner":"input/a","until":"2026-01-01T00:00:00+00:00"}"""u8.ToArray())).Attempt.ShouldBe("");
        ((OutputDetached)Words.Read("input-output-detached.v1", """{"output":"wall"}"""u8.ToArray())).ShouldBe(new OutputDetached("wall"));
    }

    private static byte[] Bytes(object message)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            Words.Write(writer, message);
        return bytes.WrittenSpan.ToArray();
    }
}
