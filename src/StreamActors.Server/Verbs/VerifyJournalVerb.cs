using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Reads the whole journal of a stopped server and reports every problem, row by row.</summary>
internal static class VerifyJournalVerb
{
    private const int MostFindings = 1000;

    public static async Task<ExitCode> Run(StreamActorsOptions options)
    {
        Databases.RefuseMissing(options);
        using var folder = DataFolder.Hold(options, TimeProvider.System.GetUtcNow());
        await using var database = Databases.OpenToRead(options, folder, NullLoggerFactory.Instance);
        var schema = await Schema.Check(database, CancellationToken.None);
        var words = Words.Vocabulary();
        var report =
            await new JournalVerify(database, new EnvelopeFormat(words), new SnapshotFormat(words))
            .All(MostFindings, CancellationToken.None);

        foreach (var f in report.Findings)
            await Console.Out.WriteLineAsync(
                $"{f.PersistenceId} #{f.Sequence}{(f.Ordering is { } ordering ? $" (row {ordering})" : "")}: {f.What}. {f.ToDo}");
        if (report.More > 0)
            await Console.Out.WriteLineAsync($"… and {report.More} more.");
        if (schema < Schema.Version)
            await Console.Out.WriteLineAsync($"Its schema version is {schema}: the next start upgrades it to {Schema.Version}.");
        await Console.Out.WriteLineAsync(
            $"{database.Description}: {report.Events} events and {report.Snapshots} snapshots read, "
                + $"{report.Findings.Count + report.More} findings.");
        return report.IsSound ? ExitCode.Done : ExitCode.Failed;
    }
}
