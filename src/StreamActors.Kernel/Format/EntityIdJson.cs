using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>An entity id is stored as one string: <c>kind/id</c>.</summary>
public sealed class EntityIdJson : JsonConverter<EntityId>
{
    public override EntityId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return EntityId.Parse(reader.GetString() ?? "");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, EntityId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
