using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Writes blocks, buffering only the current one.</summary>
internal sealed class BackupWriter : IDisposable
{
    private readonly Stream _to;
    private readonly byte[]? _key;
    private readonly MemoryStream _block = new();
    private readonly BinaryWriter _cells;
    private readonly byte[] _preamble;
    private readonly SortedDictionary<string, long> _rows = new(StringComparer.Ordinal);
    private byte[] _chain;
    private int _count;

    public BackupWriter(Stream to, Secret? passphrase)
    {
        _to = to;
        _cells = new BinaryWriter(_block, Encoding.UTF8);
        var derivation = passphrase is null ? null : KeyDerivation.Fresh();
        _key = derivation?.Bytes(passphrase!);
        _preamble = BackupForm.Preamble(derivation?.ToString());
        _chain = SHA256.HashData(_preamble);
    }

    public async Task Begin(BackupHead head, CancellationToken stop)
    {
        await _to.WriteAsync(_preamble, stop);
        await Block([BackupForm.HeadBlock, .. head.Write()], stop);
    }

    /// <summary>Rows are written table by table; call <see cref="Flush"/> before the next table.</summary>
    public async ValueTask Row(byte table, string name, object?[] cells, CancellationToken stop)
    {
        if (_count == 0)
        {
            _cells.Write(BackupForm.RowsBlock);
            _cells.Write(table);
        }
        foreach (var cell in cells)
            Write(cell);
        _count++;
        _rows[name] = _rows.GetValueOrDefault(name) + 1;
        if (_block.Length >= BackupForm.UsualBlock)
            await Flush(stop);
    }

    public async ValueTask Flush(CancellationToken stop)
    {
        if (_count == 0)
            return;
        _cells.Flush();
        await Block(_block.ToArray(), stop);
        _block.SetLength(0);
        _count = 0;
    }

    public async Task<IReadOnlyDictionary<string, long>> End(CancellationToken stop)
    {
        await Block([BackupForm.EndBlock, .. new BackupEnd(_rows).Write()], stop);
        await _to.WriteAsync(BackupForm.Whole.ToArray(), stop);
        await _to.FlushAsync(stop);
        return _rows;
    }

    public void Dispose()
    {
        _cells.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    private void Write(object? cell)
    {
        switch (cell)
        {
            case null: _cells.Write((byte)0); break;
            case long whole: _cells.Write((byte)BackupCell.Whole); _cells.Write(whole); break;
            case string text: _cells.Write((byte)BackupCell.Text); _cells.Write(text); break;
            case byte[] bytes: _cells.Write((byte)BackupCell.Bytes); _cells.Write7BitEncodedInt(bytes.Length); _cells.Write(bytes); break;
            case bool truth: _cells.Write((byte)BackupCell.Truth); _cells.Write(truth); break;
            default: throw new InvalidOperationException($"A cell of a backup is no {cell.GetType().Name}.");
        }
    }

    private async Task Block(byte[] clear, CancellationToken stop)
    {
        var block = _key is null ? clear : AeadBox.Seal(_key, clear, _chain);
        _chain = BackupForm.Chain(_chain, block);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
        await _to.WriteAsync(length, stop);
        await _to.WriteAsync(block, stop);
        await _to.WriteAsync(_chain, stop);
        await _to.FlushAsync(stop);
    }
}
