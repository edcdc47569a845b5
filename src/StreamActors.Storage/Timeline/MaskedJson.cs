using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>A message as it may be shown: by its stored name, with every sealed secret masked by its type, wherever it sits.</summary>
internal sealed class MaskedJson(Vocabulary vocabulary)
{
    private readonly ConcurrentDictionary<IJsonTypeInfoResolver, JsonSerializerOptions> _masked = [];

    /// <summary>Facts that are never stored need no name in the vocabulary: they are called by their type, and told without detail.</summary>
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
            throw new NotSupportedException("What is shown is not read back.");

        public override void Write(Utf8JsonWriter writer, SealedSecret value, JsonSerializerOptions options) => writer.WriteStringValue(Secret.Mask);
    }
}
