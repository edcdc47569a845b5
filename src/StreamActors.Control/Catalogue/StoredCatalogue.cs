using System.Buffers;
using System.Text.Json;
using StreamActors.Domain;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The catalogue's entries as stored for the next start (decision 0174).</summary>
public sealed class StoredCatalogue(IDerivedState state, Vocabulary words)
{
    /// <summary>Another build may derive other orders from the same events: it reads the journal instead.</summary>
    private static readonly string Build = string.Join(' ',
        new[] { typeof(StoredCatalogue), typeof(DomainWords), typeof(EntityId) }.Select(type => type.Module.ModuleVersionId));

    /// <param name="position">All events up to here have been applied to the entries, perhaps some later ones, but none after
    /// <paramref name="upTo"/>.</param>
    public Task Save(long position, long upTo, IReadOnlyCollection<Entry> entries, CancellationToken stop) => state.Save(
        upTo,
        stream =>
        {
            var order = new ArrayBufferWriter<byte>(1024);
            using var json = new Utf8JsonWriter(order);
            using var to = new BinaryWriter(stream);
            to.Write(Build);
            to.Write(position);
            to.Write(entries.Count);
            foreach (var entry in entries)
            {
                to.Write(entry.Id.Kind);
                to.Write(entry.Id.Id);
                to.Write(entry.Version);
                to.Write(entry.Created.UtcTicks);
                to.Write(entry.Changed.UtcTicks);
                to.Write(entry.ChangedBy);
                to.Write(entry.Position);
                to.Write(words.ManifestOf(entry.Order));
                order.ResetWrittenCount();
                json.Reset();
                words.Write(json, entry.Order);
                json.Flush();
                to.Write(order.WrittenCount);
                to.Write(order.WrittenSpan);
            }
        },
        stop);

    /// <returns>Null if there is none that this build can use.</returns>
    public async Task<(long Position, Entry[] Entries)?> Load(CancellationToken stop)
    {
        await using var stream = await state.Load(stop);
        if (stream is null)
            return null;
        using var from = new BinaryReader(stream);
        if (from.ReadString() != Build)
            return null;
        var position = from.ReadInt64();
        var entries = new Entry[from.ReadInt32()];
        for (var n = 0; n < entries.Length; n++)
        {
            var id = new EntityId(from.ReadString(), from.ReadString());
            var (version, created, changed, changedBy, last) =
                (from.ReadInt64(), from.ReadInt64(), from.ReadInt64(), from.ReadString(), from.ReadInt64());
            var order = words.Read(from.ReadString(), from.ReadBytes(from.ReadInt32()));
            entries[n] = new Entry(id, order, version, new(created, TimeSpan.Zero), new(changed, TimeSpan.Zero), changedBy)
            {
                Position = last,
            };
        }
        return (position, entries);
    }
}
