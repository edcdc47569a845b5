using StreamActors.Http;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>A backup over HTTP.</summary>
internal static class Backups
{
    public static BackupTo Of(Backup backup) => async (to, passphrase, stop) =>
    {
        try
        {
            await backup.Write(to, passphrase, stop);
            return null;
        }
        catch (BackupRefusedException refused)
        {
            return refused.Message;
        }
    };
}
