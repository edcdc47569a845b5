using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>The stored names of keys, users and the signing key.</summary>
public static class AccessWords
{
    public static Vocabulary AddAccess(this Vocabulary vocabulary) => vocabulary
        .AddKeys()
        .AddUsers()
        .AddSigning()
        .Add("request-refused", 1, static () => RequestJson.Default.RequestRefused)
        .Add("backup-taken", 1, static () => RequestJson.Default.BackupTaken);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RequestRefused))]
[JsonSerializable(typeof(BackupTaken))]
internal sealed partial class RequestJson : JsonSerializerContext;
