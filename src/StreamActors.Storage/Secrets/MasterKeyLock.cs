using System.Security.Cryptography;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The master key that opens this database now, and the stored check value that says so.</summary>
internal sealed record Unlocked(MasterKey Key, byte[] Check);

/// <summary>
/// Finds the master key that the database was written with, and changes it. The order in which a key file changes hands:
/// 1. the new key is synced to disk as <c>.next</c>; 2. all rows are re-wrapped in one transaction, the check value among
/// them; 3. <c>.next</c> takes the place of the old file by one rename. A start after a crash tries both: where the check
/// value still opens with the old key, <c>.next</c> is dropped; where it opens with <c>.next</c>, step 3 is made up for.
/// </summary>
internal sealed class MasterKeyLock(DataKeys rows, MasterKeySource current, MasterKeySource? previous)
{
    public async Task<Unlocked> Unlock(CancellationToken stop)
    {
        var check = await rows.Find(DataKeys.Master, stop) ?? await Found(stop);
        if (OpenBy(current, check) is { } key)
            return new Unlocked(key, check.Wrapped);
        if (previous is null || OpenBy(previous, check) is not { } old)
            throw new MasterKeyRefusedException(Wrong(check));
        var (next, derivation) = KeyFor(current);
        return await Rewrap(new Unlocked(old, check.Wrapped), next, derivation, stop);
    }

    public async Task<Unlocked> RotateFile(Unlocked now, CancellationToken stop)
    {
        if (current is not MasterKeySource.KeptInFile { Path: var path })
            throw new InvalidOperationException(
                $"The master key comes from {current}: set the new one there, name the old one as the previous master key, and restart. Everything is re-wrapped at that start.");
        var file = new MasterKeyFile(path);
        var next = MasterKey.Fresh();
        file.PutNext(next);
        try
        {
            var rotated = await Rewrap(now, next, null, stop);
            file.SwapInNext();
            return rotated;
        }
        catch (OutcomeUnknownException)
        {
            return await Unlock(stop); // the check value knows which of the two it is
        }
    }

    private async Task<Unlocked> Rewrap(Unlocked old, MasterKey next, string? derivation, CancellationToken stop)
    {
        var check = FreshCheck(next);
        var done = await rows.Rewrap(old.Check, check, derivation, row => next.Wrap(row.Id, Unwrap(old.Key, row)), stop);
        return done ? new Unlocked(next, check) : throw new MasterKeyRefusedException("Another process has changed the master key at this moment: restart this one.");
    }

    private async Task<DataKeys.Row> Found(CancellationToken stop)
    {
        var (key, derivation) = KeyFor(current);
        await rows.Found(FreshCheck(key), derivation, stop);
        return (await rows.Find(DataKeys.Master, stop))!; // of another node, where that was first
    }

    /// <summary>The key for a database that is not yet locked with one from here; the only place where a first one is made.</summary>
    private static (MasterKey Key, string? Derivation) KeyFor(MasterKeySource source)
    {
        switch (source)
        {
            case MasterKeySource.KeptInFile { Path: var path }:
                var file = new MasterKeyFile(path);
                if (file.Read() is { } kept)
                    return (kept, null);
                var made = MasterKey.Fresh();
                file.Create(made);
                return (made, null);
            case MasterKeySource.KeptInVariable variable:
                return (Parse(variable), null);
            case MasterKeySource.DerivedFromPassphrase { Words: var words }:
                var derivation = KeyDerivation.Fresh();
                return (derivation.Derive(words), derivation.ToString());
            default:
                throw new InvalidOperationException($"{source.GetType().Name} is no source of a master key.");
        }
    }

    private static MasterKey? OpenBy(MasterKeySource source, DataKeys.Row check)
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
                throw new InvalidOperationException($"{source.GetType().Name} is no source of a master key.");
        }
    }

    private static MasterKey? OpenByFile(MasterKeyFile file, DataKeys.Row check)
    {
        var next = file.ReadNext();
        if (Fits(file.Read(), check) is { } key)
        {
            if (next is not null)
                file.DropNext();
            return key;
        }
        if (Fits(next, check) is not { } swapped)
            return null;
        file.SwapInNext();
        return swapped;
    }

    private static MasterKey? Fits(MasterKey? key, DataKeys.Row check) => key?.Unwrap(check.Id, check.Wrapped) is null ? null : key;

    private static byte[] FreshCheck(MasterKey key) => key.Wrap(DataKeys.Master, RandomNumberGenerator.GetBytes(AeadBox.KeyBytes));

    private static byte[] Unwrap(MasterKey key, DataKeys.Row row) => key.Unwrap(row.Id, row.Wrapped)
        ?? throw new MasterKeyRefusedException($"The row '{row.Id}' of data_keys does not open with the old master key, so nothing was changed: it is damaged.");

    private static MasterKey Parse(MasterKeySource.KeptInVariable variable) => variable.Value is { } value
        ? MasterKey.Parse(value.Reveal(), variable.ToString())
        : throw new MasterKeyRefusedException($"{variable} is empty: it must hold the master key, {AeadBox.KeyBytes} bytes in base64.");

    private string Wrong(DataKeys.Row check) => current switch
    {
        MasterKeySource.KeptInFile { Path: var path } when !File.Exists(path) =>
            $"'{path}' is not there, but the secrets in the database are locked with a master key: restore that file from its backup. Without it they cannot be read.",
        MasterKeySource.DerivedFromPassphrase when check.Derivation is null =>
            "A passphrase is set, but the secrets in the database are locked with a key from a file or a variable: name that one as the previous master key, and they are re-wrapped.",
        _ => $"The master key in {current} is not the one that locks the secrets in the database: restore the right one, or name it as the previous master key to re-wrap everything.",
    };
}
