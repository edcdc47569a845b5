using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>
/// Reads a secret but writes only the mask. Public, because generated serializers of other projects need it. The mask itself
/// is refused as a secret: importing an export must not turn every key into asterisks.
/// </summary>
public sealed class SecretJson : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A secret must be a string.");
        return reader.GetString() is { } clear && clear != Secret.Mask
            ? new Secret(clear)
            : throw new JsonException($"'{Secret.Mask}' is the mask of a secret, not a secret: omit the field to keep the present one.");
    }

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(Secret.Mask);
}
