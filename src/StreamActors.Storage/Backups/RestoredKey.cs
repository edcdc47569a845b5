using System.ComponentModel;

namespace StreamActors.Storage;

/// <summary>The master key of a restore: the configured one, or the one in the backup, if it opens every data key.</summary>
internal sealed class RestoredKey(MasterKeySource source, IReadOnlyList<DataKeys.Row> rows, string? inBackup, string file)
{
    private MasterKey? _toPut;

    /// <summary>The key file that was created.</summary>
    public string? PutInto { get; private set; }

    public static DataKeys.Row Row(BackupTable table, object?[] cells)
    {
        object? Cell(string name) => cells[table.Columns.Select(c => c.Name).ToList().IndexOf(name)];
        return new DataKeys.Row((string)Cell("id")!, (byte[])Cell("wrapped")!, (string?)Cell("derivation"));
    }

    /// <exception cref="BackupRefusedException">No key opens the backup's data keys: its secrets could never be read.</exception>
    public void Check()
    {
        if (rows.FirstOrDefault(r => r.Id == DataKeys.Master) is not { } check)
            return; // no secrets in it
        using var key = AtHand(check) ?? InBackup(check) ?? throw new BackupRefusedException(Wrong(check));
        if (rows.FirstOrDefault(r => key.Unwrap(r.Id, r.Wrapped) is null) is { } locked)
            throw new BackupRefusedException(
                $"The data key '{locked.Id}' in {file} does not open with the master key, as the others do: it was damaged before the "
                    + $"backup was taken. Restore an older backup.");
    }

    public async Task Put()
    {
        if (_toPut is null || source is not MasterKeySource.KeptInFile { Path: var path })
            return;
        try
        {
            await new MasterKeyFile(path).PutFirst(_toPut, CancellationToken.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new BackupRefusedException(
                $"The master key of the backup cannot be put into '{path}' ({failure.Message}): make its folder, and let this user "
                    + $"write there.", failure);
        }
        PutInto = path;
    }

    private MasterKey? AtHand(DataKeys.Row check) => MasterKeyLock.OpenBy(source, check);

    /// <summary>The key in the backup may only fill a missing key file, never replace one.</summary>
    private MasterKey? InBackup(DataKeys.Row check)
    {
        if (inBackup is null || source is not MasterKeySource.KeptInFile { Path: var path } || File.Exists(path))
            return null;
        _toPut = MasterKey.Parse(inBackup, $"The backup {file}");
        return _toPut.Unwrap(check.Id, check.Wrapped) is null ? null : MasterKey.Parse(inBackup, file);
    }

    private string Wrong(DataKeys.Row check) => source switch
    {
        MasterKeySource.KeptInFile { Path: var path } when !File.Exists(path) =>
            $"The secrets in {file} are locked with a master key, and '{path}' is not there: put the key file of that server there "
            + $"first (chmod 600). It is in no backup that is not sealed with a passphrase.",
        MasterKeySource.KeptInFile { Path: var path } when inBackup is not null =>
            $"The master key in '{path}' is not the one that locks the secrets in {file}: move it away, and the one in the backup is "
            + $"put in its place.",
        _ when inBackup is not null =>
            $"The master key in {source} is not the one that locks the secrets in {file}: restore with secrets.master-key.from = file, "
            + $"which puts the one in the backup into a file; a later start can change it.",
        MasterKeySource.DerivedFromPassphrase when check.Derivation is null =>
            $"A passphrase is set as the master key, but the secrets in {file} are locked with a key from a file or a variable: set "
            + $"that one, and restore again.",
        _ => $"The master key in {source} is not the one that locks the secrets in {file}: put the key of that server there, and "
            + $"restore again.",
    };
}
