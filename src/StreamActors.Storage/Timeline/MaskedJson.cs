using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Renders a message for display: its stored name, and every sealed secret masked by type, at any depth.</summary>
internal sealed class MaskedJson(Vocabulary vocabulary)
{
    private readonly ConcurrentDictionary<IJsonTypeInfoResolver, JsonSerializerOptions> _masked = [];

    /// <summary>Facts, which are never stored, need no name in the vocabulary: their type name is shown, without detail.</summary>
    public (string Name, string Detail) Show(object message)
    {
        var type = message.GetType();
        if (!vocabulary.TryFind(type, out var manifest, out var json) || json.OriginatingResolver is not { } resolver)
            return (Kebab(type.Name), "{}");
        var options = _masked.GetOrAdd(resolver, _ => new JsonSerializerOptions(json.Options) { Converters = { new Mask() } });
        return (manifest.Name, JsonSerializer.Serialize(message, options.GetTypeInfo(type)));
    }

    internal static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private sealed class Mask : JsonConverter<SealedSecret>
    {
        public override SealedSecret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Masked JSON cannot be read back.");

        public override void Write(Utf8JsonWriter writer, SealedSecret value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Secret.Mask);
    }
}
