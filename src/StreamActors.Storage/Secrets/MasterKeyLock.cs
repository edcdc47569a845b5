using System.Security.Cryptography;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The current master key, and the stored check value that verifies it.</summary>
internal sealed record OpenedMasterKey(MasterKey Key, byte[] Check);

/// <summary>
/// Finds the database's master key, and rotates it. A rotation of a key file: 1. the new key is synced to disk as <c>.next</c>; 2. all
/// rows, with the check value, are re-wrapped in one transaction; 3. <c>.next</c> replaces the old file by one rename. After a crash the
/// check value decides: if the old key opens it, <c>.next</c> is deleted; if <c>.next</c> does, step 3 is completed. Key files change only
/// under <c>.lock</c>, so that processes sharing one do not delete each other's.
/// </summary>
internal sealed class MasterKeyLock(DataKeys rows, MasterKeySource current, MasterKeySource? previous)
{
    public async Task<OpenedMasterKey> Unlock(CancellationToken stop)
    {
        var check = await rows.Find(DataKeys.Master, stop) ?? await Found(stop);
        while (true)
        {
            if (OpenBy(current, check) is { } key)
            {
                await SettleUnlessBusy(stop);
                return new OpenedMasterKey(key, check.Wrapped);
            }
            if (previous is not null && OpenBy(previous, check) is { } old)
            {
                var (next, derivation) = await KeyFor(current, stop);
                return await Rewrap(new OpenedMasterKey(old, check.Wrapped), next, derivation, stop);
            }
            var again = await rows.Find(DataKeys.Master, stop);
            if (again is null || again.Wrapped.AsSpan().SequenceEqual(check.Wrapped))
                throw new MasterKeyRefusedException(Wrong(check));
            check = again; // rotated between reading the row and the file
        }
    }

    public async Task<OpenedMasterKey> RotateFile(CancellationToken stop)
    {
        if (current is not MasterKeySource.KeptInFile { Path: var path })
            throw new InvalidOperationException(
                $"The master key comes from {current}: set the new one there, name the old one as the previous master key, and restart. "
                    + $"Everything is re-wrapped at that start.");
        var file = new MasterKeyFile(path);
        using var held = file.TryLock() ?? throw new MasterKeyRefusedException(
            $"Another process is changing '{path}' at this moment; nothing was done.");
        var check = await Settle(file, stop);
        var old = Fits(file.Read(), check) ?? throw new MasterKeyRefusedException(Wrong(check));
        var next = MasterKey.Fresh();
        file.PutNext(next);
        try
        {
            var rotated = await Rewrap(new OpenedMasterKey(old, check.Wrapped), next, null, stop);
            file.SwapInNext();
            return rotated;
        }
        catch (OutcomeUnknownException)
        {
            held.Dispose();
            return await Unlock(stop); // the check value decides which of the two it is
        }
    }

    private async Task SettleUnlessBusy(CancellationToken stop)
    {
        if (current is not MasterKeySource.KeptInFile { Path: var path })
            return;
        var file = new MasterKeyFile(path);
        if (!file.HasNext || file.TryLock() is not { } held)
            return;
        using (held)
            await Settle(file, stop);
    }

    /// <summary>Completes or reverts an interrupted rotation; under the lock: a stale check value would delete the only key.</summary>
    private async Task<DataKeys.Row> Settle(MasterKeyFile file, CancellationToken stop)
    {
        var check = (await rows.FindSettled(stop))!;
        if (file.HasNext && Fits(file.Read(), check) is not null)
            file.DropNext();
        else if (file.HasNext && Fits(file.ReadNext(), check) is not null)
            file.SwapInNext();
        return check;
    }

    private async Task<OpenedMasterKey> Rewrap(OpenedMasterKey old, MasterKey next, string? derivation, CancellationToken stop)
    {
        var check = FreshCheck(next);
        var done = await rows.Rewrap(old.Check, check, derivation, row => next.Wrap(row.Id, Unwrap(old.Key, row)), stop);
        return done ? new OpenedMasterKey(next, check)
            : throw new MasterKeyRefusedException("Another process has changed the master key at this moment: restart this one.");
    }

    private async Task<DataKeys.Row> Found(CancellationToken stop)
    {
        var (key, derivation) = await KeyFor(current, stop);
        await rows.Found(FreshCheck(key), derivation, stop);
        return (await rows.Find(DataKeys.Master, stop))!; // of another node, if that was first
    }

    /// <summary>The key for a database without one yet; the only place where a first one is created.</summary>
    private static async Task<(MasterKey Key, string? Derivation)> KeyFor(MasterKeySource source, CancellationToken stop)
    {
        switch (source)
        {
            case MasterKeySource.KeptInFile { Path: var path }:
                return (await new MasterKeyFile(path).ReadOrMake(stop), null);
            case MasterKeySource.KeptInVariable variable:
                return (Parse(variable), null);
            case MasterKeySource.DerivedFromPassphrase { Words: var words }:
                var derivation = KeyDerivation.Fresh();
                return (derivation.Derive(words), derivation.ToString());
            default:
                throw new InvalidOperationException($"{source.GetType().Name} is not a known source of a master key.");
        }
    }

    internal static MasterKey? OpenBy(MasterKeySource source, DataKeys.Row check)
    {
        switch (source)
        {
            case MasterKeySource.KeptInFile { Path: var path }:
                return OpenByFile(new MasterKeyFile(path), check);
            case MasterKeySource.KeptInVariable variable:
                return Fits(Parse(variable), check);
            case MasterKeySource.DerivedFromPassphrase { Words: var words }:
                return check.Derivation is null ? null : Fits(KeyDerivation.Parse(check.Derivation).Derive(words), check);
            default:
                throw new InvalidOperationException($"{source.GetType().Name} is not a known source of a master key.");
        }
    }

    private static MasterKey? OpenByFile(MasterKeyFile file, DataKeys.Row check)
    {
        var next = file.ReadNext(); // first: it may be renamed between the two reads
        return Fits(file.Read(), check) ?? Fits(next, check);
    }

    private static MasterKey? Fits(MasterKey? key, DataKeys.Row check) => key?.Unwrap(check.Id, check.Wrapped) is null ? null : key;

    private static byte[] FreshCheck(MasterKey key) => key.Wrap(DataKeys.Master, RandomNumberGenerator.GetBytes(AeadBox.KeyBytes));

    private static byte[] Unwrap(MasterKey key, DataKeys.Row row) => key.Unwrap(row.Id, row.Wrapped)
        ?? throw new MasterKeyRefusedException(
        $"The row '{row.Id}' of data_keys does not open with the old master key, so nothing was changed: it is damaged.");

    private static MasterKey Parse(MasterKeySource.KeptInVariable variable) => variable.Value is { } value
        ? MasterKey.Parse(value.Reveal(), variable.ToString())
        : throw new MasterKeyRefusedException($"{variable} is empty: it must hold the master key, {AeadBox.KeyBytes} bytes in base64.");

    private string Wrong(DataKeys.Row check) => current switch
    {
        MasterKeySource.KeptInFile { Path: var path } when !File.Exists(path) =>
            $"'{path}' is not there, but the secrets in the database are locked with a master key: restore that file from its backup. "
            + $"Without it they cannot be read.",
        MasterKeySource.DerivedFromPassphrase when check.Derivation is null =>
            "A passphrase is set, but the secrets in the database are locked with a key from a file or a variable: name that one as the "
            + "previous master key, and they are re-wrapped.",
        _ => $"The master key in {current} is not the one that locks the secrets in the database: restore the right one, or name it as "
            + $"the previous master key to re-wrap everything.",
    };
}
