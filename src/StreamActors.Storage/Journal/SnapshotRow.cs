using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>A stored snapshot, not decoded yet. If it is unusable, the events are replayed instead.</summary>
internal sealed record SnapshotRow(long Version, byte[]? Bytes, string? Manifest, int? Serializer, bool HasItsEvent)
{
    /// <summary>Of a row <c>s</c>.</summary>
    public const string Columns = """
        sequence_number, snapshot, manifest, serializer_id,
        EXISTS (SELECT 1 FROM journal j WHERE j.persistence_id = s.persistence_id AND j.sequence_number = s.sequence_number)
        """;

    public static SnapshotRow From(DbDataReader row) => new(
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetInt32(3),
        row.GetBoolean(4));

    /// <returns>Null if <paramref name="snapshot"/> is usable, or why it is not.</returns>
    public string? Open(SnapshotFormat format, out Snapshot? snapshot, out Exception? failure)
    {
        (snapshot, failure) = (null, null);
        if (!HasItsEvent)
            return "the journal does not reach that far";
        if (Serializer != EnvelopeFormat.Identifier || Manifest is null || Bytes is null)
            return "it was not written by StreamActors";
        try
        {
            snapshot = format.Read(Version, Manifest, Bytes);
            return snapshot is null ? $"this program does not know its format ('{Manifest}')" : null;
        }
        catch (Exception thrown) // stored bytes through converters and upcasts: any exception means damage
        {
            failure = thrown;
            return "it is damaged";
        }
    }
}
