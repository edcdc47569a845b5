using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Kernel;

/// <summary>The <c>snapshot</c> column: <c>{"v":1,"commands":[…],"marks":[…],"order":{…}}</c>. Its manifest is that of the order.</summary>
public sealed class SnapshotFormat(Vocabulary vocabulary)
{
    private const int FormatVersion = 1;

    public string ManifestOf(Snapshot snapshot) => vocabulary.ManifestOf(snapshot.Order);

    public byte[] Write(Snapshot snapshot)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v"u8, FormatVersion);
            writer.WritePropertyName("commands"u8);
            JsonSerializer.Serialize(writer, snapshot.Commands, SnapshotJson.Default.IReadOnlyListRememberedCommand);
            writer.WritePropertyName("marks"u8);
            JsonSerializer.Serialize(writer, snapshot.Marks, SnapshotJson.Default.IReadOnlyListSourceMark);
            writer.WritePropertyName("order"u8);
            vocabulary.Write(writer, snapshot.Order);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Null for a snapshot of another format: the events can still be replayed.</summary>
    public Snapshot? Read(long version, string manifest, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.GetProperty("v"u8).GetInt32() != FormatVersion || !vocabulary.Knows(manifest))
            return null;
        return new Snapshot(
            version,
            vocabulary.Read(manifest, JsonSerializer.SerializeToUtf8Bytes(root.GetProperty("order"u8))),
            root.GetProperty("commands"u8).Deserialize(SnapshotJson.Default.IReadOnlyListRememberedCommand) ?? [],
            root.GetProperty("marks"u8).Deserialize(SnapshotJson.Default.IReadOnlyListSourceMark) ?? []);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<RememberedCommand>))]
[JsonSerializable(typeof(IReadOnlyList<SourceMark>))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
