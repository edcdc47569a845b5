using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Polymorphic values are written as <c>["name", …]</c>: replies and plain values by fixed names, others by their name in the vocabulary,
/// never by type name. So a message can create no other types on its receiver.
/// </summary>
internal sealed class PolymorphicJson(Vocabulary vocabulary) : JsonConverterFactory
{
    private static readonly Dictionary<string, Type> Ours = new(StringComparer.Ordinal)
    {
        ["double"] = typeof(double), ["long"] = typeof(long), ["int"] = typeof(int), ["bool"] = typeof(bool), ["text"] = typeof(string),
        ["done"] = typeof(Done), ["refused"] = typeof(Refused), ["busy"] = typeof(Busy),
        ["crashed"] = typeof(Crashed), ["not-stored"] = typeof(NotStored), ["unknown"] = typeof(Unknown), ["reading"] = typeof(Reading),
    };

    private static readonly Dictionary<Type, string> Names = Ours.ToDictionary(o => o.Value, o => o.Key);

    /// <summary>Throws if a value could not be sent to another node, even if there is none.</summary>
    public static void Check(Vocabulary vocabulary, object? word)
    {
        if (word is not null && !Names.ContainsKey(word.GetType()))
            vocabulary.ManifestOf(word);
    }

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(object) || typeToConvert == typeof(Command) || typeToConvert == typeof(Event)
        || typeToConvert == typeof(Reply);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Word<>).MakeGenericType(typeToConvert), vocabulary)!;

    private sealed class Word<T>(Vocabulary vocabulary) : JsonConverter<T>
        where T : class
    {
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            if (Names.TryGetValue(value.GetType(), out var name))
            {
                writer.WriteStringValue(name);
                JsonSerializer.Serialize(writer, value, value.GetType(), options);
            }
            else
            {
                writer.WriteStringValue(vocabulary.ManifestOf(value));
                vocabulary.Write(writer, value);
            }
            writer.WriteEndArray();
        }

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var (name, word) = (document.RootElement[0].GetString() ?? "", document.RootElement[1]);
            return (T)(Ours.TryGetValue(name, out var type) ? word.Deserialize(type, options)!
                : vocabulary.Read(name, JsonMarshal.GetRawUtf8Value(word)));
        }
    }
}
