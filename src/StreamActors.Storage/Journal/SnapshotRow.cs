using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>One stored snapshot as it lies there. It only saves time: where it cannot be used, the events are replayed.</summary>
internal sealed record SnapshotRow(long Version, byte[]? Bytes, string? Manifest, int? Serializer, bool HasItsEvent)
{
    public static SnapshotRow From(DbDataReader row) => new(
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetInt32(3),
        row.GetBoolean(4));

    /// <returns>Null where <paramref name="snapshot"/> is usable, or why it is not.</returns>
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
        catch (Exception thrown) // bytes from a disk, read by converters and upcasts: anything may go wrong
        {
            failure = thrown;
            return "it is damaged";
        }
    }
}
