using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>
/// Reads a secret that somebody sends and writes only the mask. Public, since generated serializers of other projects
/// must reach it. The mask itself is no secret: an export that is read back must not turn every key into asterisks.
/// </summary>
public sealed class SecretJson : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A secret is a text.");
        return reader.GetString() is { } clear && clear != Secret.Mask
            ? new Secret(clear)
            : throw new JsonException($"'{Secret.Mask}' is the mask of a secret, not a secret: leave the field out to keep the one that is set.");
    }

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(Secret.Mask);
}
