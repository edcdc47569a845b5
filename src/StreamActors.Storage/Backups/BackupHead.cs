using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Storage;

/// <summary>The header of a backup.</summary>
/// <param name="Schema">The schema version of its tables.</param>
/// <param name="MasterKey">Only in a sealed backup: the key that wraps its data keys, in base64.</param>
internal sealed record BackupHead(string Program, int Schema, DateTimeOffset At, string Node, string Database,
    IReadOnlyList<BackupTable> Tables, string? MasterKey)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupHead);

    public static BackupHead Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BackupJson.Default.BackupHead) ?? throw new JsonException("The header is missing.");
}

/// <summary>The trailer of a backup: the number of rows per table.</summary>
internal sealed record BackupEnd(IReadOnlyDictionary<string, long> Rows)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupEnd);

    public static BackupEnd Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BackupJson.Default.BackupEnd) ?? throw new JsonException("The trailer is missing.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupHead))]
[JsonSerializable(typeof(BackupEnd))]
internal sealed partial class BackupJson : JsonSerializerContext;
