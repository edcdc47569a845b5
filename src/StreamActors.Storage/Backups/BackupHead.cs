using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Storage;

/// <summary>What a backup says of itself before its rows.</summary>
/// <param name="Schema">How many steps its tables have been through.</param>
/// <param name="MasterKey">Only in one that is sealed as a whole: the key that wraps its data keys, in base64.</param>
internal sealed record BackupHead(string Program, int Schema, DateTimeOffset At, string Node, string Database, IReadOnlyList<BackupTable> Tables, string? MasterKey)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupHead);

    public static BackupHead Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, BackupJson.Default.BackupHead) ?? throw new JsonException("There is no head.");
}

/// <summary>What a backup says at its end: how many rows there were of each table.</summary>
internal sealed record BackupEnd(IReadOnlyDictionary<string, long> Rows)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupEnd);

    public static BackupEnd Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, BackupJson.Default.BackupEnd) ?? throw new JsonException("There is no end.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupHead))]
[JsonSerializable(typeof(BackupEnd))]
internal sealed partial class BackupJson : JsonSerializerContext;
