using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Registers API keys: the entity kind and its stored names.</summary>
public static class KeyKind
{
    public static EntityKind Kind => new(KeyId.Kind, new KeyDecider());

    public static Vocabulary AddKeys(this Vocabulary vocabulary) => vocabulary
        .Add("key-issue", 1, static () => KeyJson.Default.IssueKey)
        .Add("key-revoke", 1, static () => KeyJson.Default.RevokeKey)
        .Add("key-issued", 1, static () => KeyJson.Default.KeyIssued)
        .Add("key-revoked", 1, static () => KeyJson.Default.KeyRevoked)
        .Add("key-order", 1, static () => KeyJson.Default.KeyState)
        .Add("key-live", 1, static () => KeyJson.Default.KeyLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IssueKey))]
[JsonSerializable(typeof(RevokeKey))]
[JsonSerializable(typeof(KeyIssued))]
[JsonSerializable(typeof(KeyRevoked))]
[JsonSerializable(typeof(KeyState))]
[JsonSerializable(typeof(KeyLive))]
internal sealed partial class KeyJson : JsonSerializerContext;
