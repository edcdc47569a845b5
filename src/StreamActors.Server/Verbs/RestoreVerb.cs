using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Restores a backup into the empty database of a stopped server.</summary>
internal static class RestoreVerb
{
    public static async Task<ExitCode> Run(StreamActorsOptions options, string file, string? passphraseFile)
    {
        using var folder = DataFolder.Hold(options, TimeProvider.System.GetUtcNow());
        await using var database = Databases.Open(options, folder, NullLoggerFactory.Instance);
        var passphrase = passphraseFile is null ? (Secret?)null : Databases.FirstLine(passphraseFile, "passphrase");
        var restored = await new Restore(database, Databases.KeyOf(options.Secrets.MasterKey, folder)!, TimeProvider.System)
            .From(file, passphrase, CancellationToken.None);

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{restored.Events} events and {restored.Keys} encrypted keys of node '{restored.Node}', as of "
                + $"{restored.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, were restored into {database.Description}."));
        if (restored.KeyPutInto is not null)
            await Console.Out.WriteLineAsync($"Its master key is in {restored.KeyPutInto}.");
        await Console.Out.WriteLineAsync("To check the journal: streamactors journal verify. To start the server: streamactors up.");
        return ExitCode.Done;
    }
}
