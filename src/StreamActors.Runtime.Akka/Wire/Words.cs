using System.Text.Json;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>One word of the vocabulary, or a plain value, as <c>["name.vN", …]</c>; nothing is null.</summary>
internal static class Words
{
    public static void WriteWord(this Vocabulary vocabulary, Utf8JsonWriter json, object? word)
    {
        if (word is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartArray();
        switch (word)
        {
            case double value: json.WriteStringValue("double"u8); json.WriteStringValue(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)); break;
            case long value: json.WriteStringValue("long"u8); json.WriteNumberValue(value); break;
            case int value: json.WriteStringValue("int"u8); json.WriteNumberValue(value); break;
            case bool value: json.WriteStringValue("bool"u8); json.WriteBooleanValue(value); break;
            case string value: json.WriteStringValue("text"u8); json.WriteStringValue(value); break;
            default:
                json.WriteStringValue(vocabulary.ManifestOf(word));
                vocabulary.Write(json, word);
                break;
        }
        json.WriteEndArray();
    }

    public static object? ReadWord(this Vocabulary vocabulary, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        var (manifest, value) = (json[0].GetString() ?? "", json[1]);
        return manifest switch
        {
            "double" => double.Parse(value.GetString() ?? "", System.Globalization.CultureInfo.InvariantCulture),
            "long" => value.GetInt64(),
            "int" => value.GetInt32(),
            "bool" => value.GetBoolean(),
            "text" => value.GetString(),
            _ => vocabulary.Read(manifest, JsonSerializer.SerializeToUtf8Bytes(value)),
        };
    }

    /// <summary>Throws for a word that could not go to another node, whether there is one or not.</summary>
    public static void Check(this Vocabulary vocabulary, object? word)
    {
        if (word is not (null or double or long or int or bool or string))
            vocabulary.ManifestOf(word);
    }
}
