using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Derived state in a file: a format number, the position it was derived up to, a digest of the journal's rows before that position, the
/// state, and a digest of all that. A journal that was restored, replaced or cut has other rows there.
/// </summary>
public sealed class DerivedStateFile(IDatabase database, string path, ILogger<DerivedStateFile> log) : IDerivedState
{
    private const long Format = 0x53_41_44_53_00_00_00_01; // "SADS" and a number
    private const int Head = sizeof(long) + sizeof(long) + SHA256.HashSizeInBytes;
    private const int Rows = 1000; // PostgreSQL commits out of order: a backup may lack a row before its last one

    public async Task<Stream?> Load(CancellationToken stop)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            var bytes = await File.ReadAllBytesAsync(path, stop);
            if (await Fault(bytes, stop) is not { } why)
                return new MemoryStream(bytes, Head, bytes.Length - Head - SHA256.HashSizeInBytes, writable: false);
            JournalLog.StateNotUsed(log, path, why);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            JournalLog.StateNotUsed(log, path, failure.Message);
        }
        return null;
    }

    public async Task Save(long upTo, Action<Stream> write, CancellationToken stop)
    {
        var head = new byte[Head];
        BinaryPrimitives.WriteInt64BigEndian(head, Format);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(sizeof(long)), upTo);
        (await Journal(upTo, stop)).CopyTo(head.AsSpan(2 * sizeof(long)));
        foreach (var half in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*.half"))
            File.Delete(half); // of a process that was killed while it wrote
        await Task.Run(() => OwnersFile.Put(path, file => Write(file, head, write), replaces: true), stop);
    }

    private static void Write(Stream file, byte[] head, Action<Stream> write)
    {
        using var digest = SHA256.Create();
        using (var digested = new CryptoStream(file, digest, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffered = new BufferedStream(digested, 1 << 16))
        {
            buffered.Write(head);
            write(buffered);
        }
        file.Write(digest.Hash!);
    }

    /// <returns>Null if the file can be used.</returns>
    private async Task<string?> Fault(byte[] bytes, CancellationToken stop)
    {
        if (bytes.Length < Head + SHA256.HashSizeInBytes || BinaryPrimitives.ReadInt64BigEndian(bytes) != Format)
            return "this version does not know its format";
        if (!SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^SHA256.HashSizeInBytes..)))
            return "it is damaged";
        var journal = await Journal(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(long))), stop);
        return bytes.AsSpan(2 * sizeof(long), SHA256.HashSizeInBytes).SequenceEqual(journal) ? null : "it belongs to another journal";
    }

    /// <summary>A digest of when this database was created (a restore creates it anew), and of the rows up to this position.</summary>
    private async Task<byte[]> Journal(long upTo, CancellationToken stop)
    {
        var text = await database.Read(
            async connection =>
            {
                var created = await connection.One<long>("SELECT applied FROM schema_version ORDER BY version LIMIT 1");
                var rows = await connection.Command(
                    $"""
                    SELECT ordering, persistence_id, sequence_number, writer_uuid FROM journal WHERE ordering <= @upTo
                    ORDER BY ordering DESC LIMIT {Rows}
                    """,
                    ("upTo", upTo))
                    .All(row => string.Create(CultureInfo.InvariantCulture,
                        $"{row.GetInt64(0)} {row.GetString(1)} {row.GetInt64(2)} {row.GetValue(3)}"));
                return string.Create(CultureInfo.InvariantCulture, $"{created}\n{string.Join('\n', rows)}");
            },
            stop);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }
}
