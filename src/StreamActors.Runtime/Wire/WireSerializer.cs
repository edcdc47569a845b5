using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using Akka.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Serializes messages between nodes as JSON, so that nodes of two versions understand each other.</summary>
internal sealed class WireSerializer(ExtendedActorSystem system, Vocabulary vocabulary, TimeProvider clock)
    : SerializerWithStringManifest(system)
{
    private static readonly Dictionary<string, Type> Known = new(StringComparer.Ordinal)
    {
        ["ask"] = typeof(Ask), ["look"] = typeof(Read), ["wake"] = typeof(WakeUp), ["answered"] = typeof(Answered),
        ["is-awake"] = typeof(IsAwake),
        ["awake"] = typeof(Awake), ["figures"] = typeof(NodeFigures), ["all-figures"] = typeof(AllFigures),
    };

    private static readonly Dictionary<Type, string> Manifests = Known.ToDictionary(k => k.Value, k => k.Key);

    private readonly JsonSerializerOptions _json = new()
    {
        Converters = { new PolymorphicJson(vocabulary) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static IEnumerable<Type> Types => Known.Values;

    public override int Identifier => EnvelopeFormat.Identifier + 1;

    public override string Manifest(object o) =>
        Manifests.TryGetValue(o.GetType(), out var manifest) ? manifest
        : throw new ArgumentException($"{o.GetType().Name} is not sent between nodes.", nameof(o));

    /// <summary>Nodes share no clock: the remaining time is sent, not the deadline.</summary>
    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(
        obj is Request { Until: not Request.Always } question ? question with { Until = clock.Left(question.Until).Ticks } : obj,
        obj.GetType(), _json);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var read = JsonSerializer.Deserialize(bytes,
            Known.TryGetValue(manifest, out var type) ? type : throw new UnknownManifestException(manifest), _json)!;
        return read is Request { Until: not Request.Always } question
            ? question with { Until = clock.In(TimeSpan.FromTicks(question.Until)) } : read;
    }
}
