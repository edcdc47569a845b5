using StreamActors.Http;
using StreamActors.Storage;

namespace StreamActors.Server;

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
