using System.Text.Json;
using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>The answers as they go between nodes: <c>"k"</c> says which.</summary>
internal sealed class WireReplies(Vocabulary vocabulary)
{
    public void Write(Utf8JsonWriter json, object answer)
    {
        switch (answer)
        {
            case Done done:
                Kind(json, "done", done.Version);
                json.WriteStartArray("events"u8);
                foreach (var happened in done.Events)
                    vocabulary.WriteWord(json, happened);
                json.WriteEndArray();
                break;
            case CarriedOut before:
                Kind(json, "before", before.Version);
                json.WriteNumber("first"u8, before.First);
                json.WriteNumber("count"u8, before.Count);
                break;
            case Refused refused:
                Kind(json, "refused");
                Write(json, refused.Refusal);
                break;
            case Busy:
                Kind(json, "busy");
                break;
            case Crashed crashed:
                Kind(json, "crashed");
                json.WriteString("why"u8, crashed.Why);
                break;
            case Unknown unknown:
                Kind(json, "unknown");
                json.WriteString("why"u8, unknown.Why);
                break;
            case Reading reading:
                Write(json, reading);
                break;
            default:
                throw new ArgumentException($"{answer.GetType().Name} is no answer.", nameof(answer));
        }
    }

    public object Read(JsonElement json) => json.GetProperty("k"u8).GetString() switch
    {
        "done" => new Done(Version(json), [.. json.GetProperty("events"u8).EnumerateArray().Select(e => (Event)vocabulary.ReadWord(e)!)]),
        "before" => new CarriedOut(Version(json), json.GetProperty("first"u8).GetInt64(), json.GetProperty("count"u8).GetInt32()),
        "refused" => new Refused(new Refusal(
            json.GetProperty("code"u8).GetString() ?? "",
            json.GetProperty("message"u8).GetString() ?? "",
            json.GetProperty("fields"u8).Deserialize(FieldsJson.Default.IReadOnlyListFieldFault) ?? [])),
        "busy" => new Busy(),
        "crashed" => new Crashed(Why(json)),
        "unknown" => new Unknown(Why(json)),
        "reading" => new Reading(
            vocabulary.ReadWord(json.GetProperty("order"u8)),
            vocabulary.ReadWord(json.GetProperty("live"u8)),
            Version(json),
            json.TryGetProperty("failure"u8, out var failure) ? (Reply)Read(failure) : null),
        var kind => throw new JsonException($"'{kind}' is no kind of answer."),
    };

    private static void Write(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteString("code"u8, refusal.Code);
        json.WriteString("message"u8, refusal.Message);
        json.WritePropertyName("fields"u8);
        JsonSerializer.Serialize(json, refusal.Fields, FieldsJson.Default.IReadOnlyListFieldFault);
    }

    private void Write(Utf8JsonWriter json, Reading reading)
    {
        Kind(json, "reading", reading.Version);
        json.WritePropertyName("order"u8);
        vocabulary.WriteWord(json, reading.Order);
        json.WritePropertyName("live"u8);
        vocabulary.WriteWord(json, reading.Live);
        if (reading.Failure is null)
            return;
        json.WriteStartObject("failure"u8);
        Write(json, (object)reading.Failure);
        json.WriteEndObject();
    }

    private static void Kind(Utf8JsonWriter json, string kind, long? version = null)
    {
        json.WriteString("k"u8, kind);
        if (version is not null)
            json.WriteNumber("version"u8, version.Value);
    }

    private static long Version(JsonElement json) => json.GetProperty("version"u8).GetInt64();

    private static string Why(JsonElement json) => json.GetProperty("why"u8).GetString() ?? "";
}

[JsonSerializable(typeof(IReadOnlyList<FieldFault>))]
internal sealed partial class FieldsJson : JsonSerializerContext;
