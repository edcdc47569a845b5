using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace StreamActors.Kernel;

/// <summary>
/// Every message that is stored or sent to another node, by its stored name. Names never change: a changed record gets the
/// next version and an upcast from the previous one.
/// </summary>
public sealed class Vocabulary
{
    private sealed record Word(Manifest Manifest, Type Type, Lazy<JsonTypeInfo> Shape)
    {
        public string Text { get; } = Manifest.ToString();

        public JsonTypeInfo Json => Shape.Value;
    }

    private readonly Dictionary<Type, Word> _byType = [];
    private readonly Dictionary<string, Word> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Word> _current = new(StringComparer.Ordinal);
    private readonly Dictionary<Manifest, Func<JsonObject, JsonObject>> _upcasts = [];

    public Vocabulary Add<T>(string name, int version, JsonTypeInfo<T> json) => Add(name, version, () => json);

    /// <param name="json">Asked for once, when the first message of this type is read or written: a start would pay for all of
    /// them.</param>
    public Vocabulary Add<T>(string name, int version, Func<JsonTypeInfo<T>> json)
    {
        var word = new Word(new Manifest(name, version), typeof(T), new Lazy<JsonTypeInfo>(json));
        _byType.Add(typeof(T), word);
        _byName.Add(name, word);
        _current.Add(word.Text, word);
        return this;
    }

    /// <summary>Converts a message of version <paramref name="from"/> to the next version.</summary>
    public Vocabulary Upcast(string name, int from, Func<JsonObject, JsonObject> step)
    {
        _upcasts.Add(new Manifest(name, from), step);
        return this;
    }

    /// <summary>The current manifests and their types.</summary>
    public IReadOnlyDictionary<string, Type> Words => _current.ToDictionary(w => w.Key, w => w.Value.Type, StringComparer.Ordinal);

    public bool Knows(string manifest)
    {
        if (_current.ContainsKey(manifest))
            return true;
        try
        {
            var old = Manifest.Parse(manifest);
            return _byName.TryGetValue(old.Name, out var word) && old.Version >= 1 && old.Version < word.Manifest.Version
                && Enumerable.Range(old.Version, word.Manifest.Version - old.Version)
                .All(v => _upcasts.ContainsKey(old with { Version = v }));
        }
        catch (UnknownManifestException)
        {
            return false;
        }
    }

    /// <summary>For code that writes a message differently from how it is stored, such as with its secrets masked.</summary>
    public bool TryFind(Type type, out Manifest manifest, [NotNullWhen(true)] out JsonTypeInfo? json)
    {
        var known = _byType.TryGetValue(type, out var word);
        (manifest, json) = (word?.Manifest ?? default, word?.Json);
        return known;
    }

    public string ManifestOf(object message) => WordOf(message).Text;

    public void Write(Utf8JsonWriter writer, object message) => JsonSerializer.Serialize(writer, message, WordOf(message).Json);

    public object Read(string manifest, ReadOnlySpan<byte> json)
    {
        if (_current.TryGetValue(manifest, out var word))
            return JsonSerializer.Deserialize(json, word.Json) ?? throw new JsonException($"'{manifest}' is stored as null.");
        if (!Knows(manifest))
            throw new UnknownManifestException(manifest);
        var old = Manifest.Parse(manifest);
        word = _byName[old.Name];
        var body = JsonNode.Parse(json) as JsonObject ?? throw new JsonException($"'{manifest}' is not a JSON object.");
        for (var version = old.Version; version < word.Manifest.Version; version++)
            body = _upcasts[old with { Version = version }](body);
        return body.Deserialize(word.Json) ?? throw new JsonException($"'{manifest}' is null after the upcasts.");
    }

    private Word WordOf(object message) => _byType.TryGetValue(message.GetType(), out var word)
        ? word
        : throw new InvalidOperationException($"{message.GetType().Name} has no stored name: add it to the vocabulary of its slice.");
}
