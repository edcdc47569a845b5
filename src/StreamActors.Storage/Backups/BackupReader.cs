using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Reads a backup from start to end, and returns nothing before its checksum is verified.</summary>
/// <param name="name">The file's name, for messages.</param>
internal sealed class BackupReader(Stream from, string name, Secret? passphrase)
{
    private byte[] _chain = [];
    private byte[]? _key;

    public BackupHead Head { get; private set; } = null!;

    /// <exception cref="BackupRefusedException">It is no backup, or this program or passphrase cannot read it.</exception>
    public async Task Begin(CancellationToken stop)
    {
        var preamble = new byte[BackupForm.Name.Length + 2];
        if (await from.ReadAtLeastAsync(preamble, preamble.Length, throwOnEndOfStream: false, stop) < preamble.Length
            || !preamble.AsSpan().StartsWith(BackupForm.Name))
            throw new BackupRefusedException($"{name} is not a backup of StreamActors: name a file that 'streamactors backup' wrote.");
        if (preamble[^2] > BackupForm.Version)
            throw new BackupRefusedException(
                $"{name} was written by a newer program (form {preamble[^2]}; this one knows form {BackupForm.Version}): restore it "
                    + $"with that version, or a newer one.");
        var derivation = preamble[^1] == BackupForm.Open ? null : await Derivation(stop);
        _chain = SHA256.HashData(BackupForm.Preamble(derivation));
        var block = await Checked(stop);
        if (derivation is not null)
            _key = Key(derivation);
        Head = Parsed(() => BackupHead.Read(Body(Opened(block, isFirst: true), BackupForm.HeadBlock)));
        if (Head.Schema > Schema.Version)
            throw new BackupRefusedException(
                $"{name} was written by a newer program ({Head.Program}, schema {Head.Schema}; this one knows schema {Schema.Version}): "
                    + $"restore it with that version, or a newer one.");
        if (Head.Schema < 1 || Head.Tables.FirstOrDefault(t => !t.IsKnown) is not null)
            throw Damaged("its header names unknown tables");
        _chain = BackupForm.Chain(_chain, block);
    }

    /// <summary>Returns every row; at the end the file is known to be complete.</summary>
    public async IAsyncEnumerable<(BackupTable Table, object?[] Cells)> Rows([EnumeratorCancellation] CancellationToken stop)
    {
        var counted = Head.Tables.ToDictionary(t => t.Name, _ => 0L, StringComparer.Ordinal);
        while (true)
        {
            var block = await Checked(stop);
            var clear = Opened(block, isFirst: false);
            _chain = BackupForm.Chain(_chain, block);
            if (clear[0] == BackupForm.EndBlock)
            {
                var end = Parsed(() => BackupEnd.Read(Body(clear, BackupForm.EndBlock)));
                if (counted.Any(c => c.Value != end.Rows.GetValueOrDefault(c.Key)))
                    throw Damaged("its number of rows is not the one in its header");
                var whole = await Bytes(BackupForm.Whole.Length, stop);
                if (!whole.AsSpan().SequenceEqual(BackupForm.Whole) || from.ReadByte() >= 0)
                    throw Damaged("there is something after its end");
                yield break;
            }
            foreach (var (table, cells) in Parsed(() => Unpacked(clear)))
            {
                counted[table.Name]++;
                yield return (table, cells);
            }
        }
    }

    private List<(BackupTable, object?[])> Unpacked(byte[] clear)
    {
        using var cells = new BinaryReader(new MemoryStream(Body(clear, BackupForm.RowsBlock)), Encoding.UTF8);
        var table = Head.Tables[cells.ReadByte()];
        var rows = new List<(BackupTable, object?[])>();
        while (cells.BaseStream.Position < cells.BaseStream.Length)
            rows.Add((table, [.. table.Columns.Select(column => Cell(cells, column))]));
        return rows;
    }

    private static object? Cell(BinaryReader cells, BackupColumn column)
    {
        var kind = (BackupCell)cells.ReadByte();
        if (kind != 0 && kind != column.Kind)
            throw new FormatException($"{column.Name} holds {kind} where {column.Kind} belongs.");
        return kind switch
        {
            0 => null,
            BackupCell.Whole => cells.ReadInt64(),
            BackupCell.Text => cells.ReadString(),
            BackupCell.Truth => cells.ReadBoolean(),
            _ => cells.ReadBytes(cells.Read7BitEncodedInt()),
        };
    }

    private async Task<string> Derivation(CancellationToken stop)
    {
        var length = await Bytes(1, stop);
        return Encoding.ASCII.GetString(await Bytes(length[0], stop));
    }

    private byte[] Key(string derivation) => passphrase is null
        ? throw new BackupRefusedException($"{name} is sealed with a passphrase: name the file that holds it with --passphrase-file.")
        : KeyDerivation.Parse(derivation).Bytes(passphrase);

    private byte[] Opened(byte[] block, bool isFirst)
    {
        if (_key is null)
            return block;
        try
        {
            return AeadBox.Open(_key, block, _chain);
        }
        catch (CryptographicException)
        {
            throw isFirst ? new BackupRefusedException($"{name} does not open with this passphrase: it was sealed with another one.")
                : Damaged("a block does not open with its key");
        }
    }

    private static byte[] Body(byte[] block, byte kind) =>
        block.Length > 0 && block[0] == kind ? block[1..] : throw new FormatException("Unexpected kind of block.");

    /// <summary>The next block, after its chained checksum was verified.</summary>
    private async Task<byte[]> Checked(CancellationToken stop)
    {
        var at = from.Position;
        var length = BinaryPrimitives.ReadInt32BigEndian(await Bytes(4, stop));
        if (length is < 1 or > BackupForm.LongestBlock)
            throw Damaged($"at byte {at}");
        var block = await Bytes(length, stop);
        var sum = await Bytes(SHA256.HashSizeInBytes, stop);
        return sum.AsSpan().SequenceEqual(BackupForm.Chain(_chain, block)) ? block
            : throw Damaged($"the checksum of the block at byte {at} does not match");
    }

    private async Task<byte[]> Bytes(int count, CancellationToken stop)
    {
        var bytes = new byte[Math.Min(count, Math.Max(0, from.Length - from.Position))];
        await from.ReadExactlyAsync(bytes, stop);
        return bytes.Length == count
            ? bytes
            : throw new BackupRefusedException(
            $"{name} is incomplete: it ends at byte {from.Length}, before its end mark. Take another backup; this one was cut off while "
                + $"it was written or copied.");
    }

    private T Parsed<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception failure) when (failure is JsonException or FormatException or EndOfStreamException or ArgumentException
            or IOException)
        {
            throw Damaged(failure.Message);
        }
    }

    private BackupRefusedException Damaged(string where) =>
        new($"{name} is damaged: {where}. Take another backup, or another copy of this one.");
}
