using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Alerts;

/// <summary>
/// Stored events of alerts. If one of these tests fails, the program has changed what it stores: fix the program, not the test.
/// </summary>
public sealed class StoredSpecs
{
    private static readonly Vocabulary Words = new Vocabulary().AddDomain();
    private static readonly ImmutableSortedDictionary<string, SealedSecret> Key =
        ImmutableSortedDictionary<string, SealedSecret>.Empty.Add("signing",
        new SealedSecret(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), "c2VhbGVk"));

    public static TheoryData<string, string> Rows => new()
    {
        { "alert-fired.v1",
            """{"severity":"critical","summary":"words","since":"2026-01-02T03:04:05+00:00","at":"2026-01-02T03:04:05+00:00"}""" },
        { "alert-silenced.v1", """{"by":"ann","reason":"moving","until":"2026-01-02T03:04:05+00:00","at":"2026-01-02T03:04:05+00:00"}""" },
        { "alert-rule-created.v1",
            """{"config":{"name":"Low","condition":"bitrate-low","severity":"warning","on":true,"for":"00:00:30","clearAfter":"00:00:30","threshold":50000,"repeatEvery":"00:15:00","subjects":["input"],"labels":{"team":"news"},"channels":["desk"]}}""" },
        { "channel-created.v1",
            """{"config":{"name":"Desk","sort":"webhook","on":true,"url":"https://desk.example/","to":[],"plain":false,"secrets":{"signing":{"key":"00112233-4455-6677-8899-aabbccddeeff","cipher":"c2VhbGVk"}},"least":"warning","gather":"00:00:05","spacing":"00:00:30","resolved":true}}""" },
        { "delivery-planned.v1",
            """{"notice":{"id":"n1","at":"2026-01-02T03:04:05+00:00","items":[{"alert":"parked~output~yt","firing":true,"severity":"critical","summary":"words","since":"2026-01-02T03:04:05+00:00","again":false}]}}""" },
        { "delivery-abandoned.v1",
            """{"notice":"n1","why":"404","restUntil":"2026-01-02T03:04:05+00:00","at":"2026-01-02T03:04:05+00:00"}""" },
    };

    private static readonly Dictionary<string, Event> Events = new(StringComparer.Ordinal)
    {
        ["alert-fired.v1"] = new AlertFired(AlertSeverity.Critical, "words", Scenario.Start, Scenario.Start),
        ["alert-silenced.v1"] = new AlertSilenced("ann", "moving", Scenario.Start, Scenario.Start),
        ["alert-rule-created.v1"] = new AlertRuleCreated(ShippedRules.All["bitrate-low"]
            with { Name = "Low", RepeatEvery = TimeSpan.FromMinutes(15), Subjects = ["input"],
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("team", "news"), Channels = ["desk"] }),
        ["channel-created.v1"] = new ChannelCreated(new ChannelConfig("Desk", ChannelType.Webhook, true) { Url = "https://desk.example/",
            Secrets = Key, Least = AlertSeverity.Warning }),
        ["delivery-planned.v1"] = new NoticePlanned(new Notice("n1", Scenario.Start,
            [new NoticeItem("parked~output~yt", true, AlertSeverity.Critical, "words", Scenario.Start)])),
        ["delivery-abandoned.v1"] = new NoticeAbandoned("n1", "404", Scenario.Start, Scenario.Start),
    };

    [Theory, MemberData(nameof(Rows))]
    public void An_event_is_stored_and_read_as_ever(string manifest, string json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            Words.Write(writer, Events[manifest]);
        Words.ManifestOf(Events[manifest]).ShouldBe(manifest);
        Encoding.UTF8.GetString(bytes.WrittenSpan).ShouldBe(json);
        Words.Read(manifest, Encoding.UTF8.GetBytes(json)).ShouldBe(Events[manifest]);
    }
}
