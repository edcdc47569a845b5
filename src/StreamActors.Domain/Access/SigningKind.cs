using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Registers the signing key: the entity kind and its stored names.</summary>
public static class SigningKind
{
    public static EntityKind Kind => new(SigningId.Kind, new SigningDecider());

    public static Vocabulary AddSigning(this Vocabulary vocabulary) => vocabulary
        .Add("signing-sign-with", 1, static () => SigningJson.Default.SignWith)
        .Add("signing-key-chosen", 1, static () => SigningJson.Default.SigningKeyChosen)
        .Add("signing-order", 1, static () => SigningJson.Default.SigningState)
        .Add("signing-live", 1, static () => SigningJson.Default.SigningLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SignWith))]
[JsonSerializable(typeof(SigningKeyChosen))]
[JsonSerializable(typeof(SigningState))]
[JsonSerializable(typeof(SigningLive))]
internal sealed partial class SigningJson : JsonSerializerContext;
