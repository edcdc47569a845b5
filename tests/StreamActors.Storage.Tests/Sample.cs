using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

public sealed record Renamed(string Name) : Event;

public sealed record Counted(long Number) : Event;

public sealed record SampleOrder(string Name, long Count);

/// <summary>Sample messages: two events, one of which has an older form, and an order.</summary>
public static class Sample
{
    public static Vocabulary Words { get; } = new Vocabulary()
        .Add("renamed", 2, SampleJson.Default.Renamed)
        .Add("counted", 1, SampleJson.Default.Counted)
        .Add("sample-order", 1, SampleJson.Default.SampleOrder)
        .Upcast("renamed", 1, old => new JsonObject { ["name"] = old["label"]?.DeepClone() });

    public static EnvelopeFormat Events { get; } = new(Words);

    public static SnapshotFormat Snapshots { get; } = new(Words);

    public static Guid Writer { get; } = Guid.Parse("0badcafe-0bad-cafe-0bad-cafe0badcafe");

    public static EntityId Id(int number) => new("sample", $"s{number}");

    public static Envelope Count(long number) => Saying(new Counted(number));

    public static Envelope Saying(Event happened) =>
        new("anna", null, CommandId.Of("c"), null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), happened);

    public static Envelope[] Counts(long from, int count) => [.. Enumerable.Range(0, count).Select(i => Count(from + i))];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Renamed))]
[JsonSerializable(typeof(Counted))]
[JsonSerializable(typeof(SampleOrder))]
internal sealed partial class SampleJson : JsonSerializerContext;
