using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.JournalWriter;

/// <summary>Its only event; large enough that a torn page would show.</summary>
public sealed record Noted(long Number, string Text) : Event
{
    public static Vocabulary Words { get; } = new Vocabulary().Add("noted", 1, NotedJson.Default.Noted);
}

[JsonSerializable(typeof(Noted))]
internal sealed partial class NotedJson : JsonSerializerContext;
