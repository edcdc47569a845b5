using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>A row of the journal as stored, not decoded yet.</summary>
internal sealed record JournalRow(long Ordering, string PersistenceId, long Sequence, bool Deleted, byte[] Message, string? Manifest,
    int? Identifier, string? Writer)
{
    public const string Columns = "ordering, persistence_id, sequence_number, deleted, message, manifest, identifier, writer_uuid";

    public static JournalRow From(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetInt64(2),
        row.GetBoolean(3),
        row.GetFieldValue<byte[]>(4),
        row.GetValue(5) as string,
        row.IsDBNull(6) ? null : row.GetInt32(6),
        row.GetValue(7) as string);

    /// <exception cref="UnreadableEventException">It is damaged, foreign, or from a newer program.</exception>
    /// <param name="id">Its entity, if known: parsing takes time.</param>
    public Recorded Open(EnvelopeFormat format, EntityId? id = null)
    {
        if (Identifier != EnvelopeFormat.Identifier || Manifest is null)
            throw new UnreadableEventException(PersistenceId, Sequence, Ordering,
                $"it was not written by StreamActors (identifier "
                    + $"{Identifier?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}).");
        try
        {
            return new Recorded(Ordering, id ?? EntityId.Parse(PersistenceId), Sequence,
                Guid.TryParse(Writer, out var writer) ? writer : Guid.Empty, format.Read(Manifest, Message));
        }
        catch (Exception failure) // stored bytes through converters and upcasts: any exception means an unreadable event
        {
            throw new UnreadableEventException(PersistenceId, Sequence, Ordering, failure.Message, failure);
        }
    }
}
