using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Encrypts secrets at rest: each with its own data key, each data key wrapped by the master key. Events hold cipher text only, so a
/// rotation changes none of them, and deleting a data key destroys its secret everywhere.
/// </summary>
public sealed class Vault : ISecrets, IKeyedHash, IDisposable
{
    private readonly DataKeys _rows;
    private readonly MasterKeyLock _lock;
    private readonly SemaphoreSlim _turning = new(1);
    private readonly byte[] _hashKey;
    private OpenedMasterKey _now;

    private Vault(DataKeys rows, MasterKeyLock door, OpenedMasterKey now, byte[] hashKey) =>
        (_rows, _lock, _now, _hashKey) = (rows, door, now, hashKey);

    /// <param name="previous">The old master key if <paramref name="current"/> is new; everything is then re-wrapped.</param>
    /// <exception cref="MasterKeyRefusedException">No master key, or the wrong one.</exception>
    public static async Task<Vault> Open(IDatabase database, MasterKeySource current, MasterKeySource? previous, TimeProvider time,
        CancellationToken stop)
    {
        var rows = new DataKeys(database, time);
        var door = new MasterKeyLock(rows, current, previous);
        var now = await door.Unlock(stop);
        if (await rows.Find(DataKeys.Hash, stop) is null)
            await rows.Add(DataKeys.Hash, now.Key.Wrap(DataKeys.Hash, RandomNumberGenerator.GetBytes(AeadBox.KeyBytes)), now.Check, stop);
        var hash = await rows.Find(DataKeys.Hash, stop);
        return new Vault(rows, door, now, now.Key.Unwrap(DataKeys.Hash, hash?.Wrapped ?? []) ?? throw Locked(DataKeys.Hash));
    }

    public async ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop)
    {
        var id = Guid.NewGuid();
        var dataKey = RandomNumberGenerator.GetBytes(AeadBox.KeyBytes);
        var clear = Encoding.UTF8.GetBytes(secret.Reveal());
        try
        {
            var now = _now;
            while (!await _rows.Add(Name(id), now.Key.Wrap(Name(id), dataKey), now.Check, stop))
                now = await Reopen(now, stop);
            return new SealedSecret(id, Convert.ToBase64String(AeadBox.Seal(dataKey, clear, id.ToByteArray(bigEndian: true))));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    public async ValueTask<Secret?> Open(SealedSecret secret, CancellationToken stop)
    {
        var (now, dataKey) = (_now, (byte[]?)null);
        while (dataKey is null)
        {
            if (await _rows.Find(Name(secret.Key), stop) is not { } row)
                return null;
            dataKey = now.Key.Unwrap(row.Id, row.Wrapped);
            var before = now;
            if (dataKey is null && ReferenceEquals((now = await Reopen(now, stop)).Check, before.Check))
                throw Locked(row.Id);
        }
        var clear = AeadBox.Open(dataKey, Convert.FromBase64String(secret.Cipher), secret.Key.ToByteArray(bigEndian: true));
        try
        {
            return new Secret(Encoding.UTF8.GetString(clear));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <summary>Compared by keyed hash, so that the secret stays inside the vault.</summary>
    public async ValueTask<bool> Holds(SealedSecret box, Secret secret, CancellationToken stop)
    {
        try
        {
            return await Open(box, stop) is { } held && CryptographicOperations.FixedTimeEquals(Print(held), Print(secret));
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException or MasterKeyRefusedException)
        {
            return false;
        }

        byte[] Print(Secret clear) => Hash("secret", clear.Reveal());
    }

    public async ValueTask Destroy(SealedSecret secret, CancellationToken stop) => await _rows.Delete(Name(secret.Key), stop);

    public byte[] Hash(params ReadOnlySpan<string> words)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _hashKey);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var word in words)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset()[..24];
    }

    /// <summary>The master key, for a sealed backup.</summary>
    /// <returns>Null if <paramref name="check"/> belongs to another master key, before or after a rotation.</returns>
    internal Secret? KeyOf(byte[] check) =>
        _now.Key is var key && key.Unwrap(DataKeys.Master, check) is not null ? new Secret(key.Print()) : null;

    /// <summary>Rotates the key in the key file. Keys from elsewhere are rotated at a start.</summary>
    public async Task RotateFile(CancellationToken stop)
    {
        await _turning.WaitAsync(stop);
        try
        {
            Volatile.Write(ref _now, await _lock.RotateFile(stop));
        }
        finally
        {
            _turning.Release();
        }
    }

    public void Dispose()
    {
        _now.Key.Dispose();
        CryptographicOperations.ZeroMemory(_hashKey);
        _turning.Dispose();
    }

    /// <summary>The master key after a rotation by another process; unchanged if there was none.</summary>
    private async Task<OpenedMasterKey> Reopen(OpenedMasterKey stale, CancellationToken stop)
    {
        await _turning.WaitAsync(stop);
        try
        {
            if (ReferenceEquals(_now, stale) && await _lock.Unlock(stop) is var found && !found.Check.AsSpan().SequenceEqual(stale.Check))
                Volatile.Write(ref _now, found);
            return _now;
        }
        finally
        {
            _turning.Release();
        }
    }

    private static string Name(Guid id) => id.ToString("N");

    private static MasterKeyRefusedException Locked(string id) =>
        new($"The row '{id}' of data_keys does not open with the master key of this process: it is damaged, or the key was changed "
        + $"elsewhere and this process must be restarted with the new one.");
}
