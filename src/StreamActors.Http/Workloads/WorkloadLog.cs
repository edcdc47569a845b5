using System.Text;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The path of a workload's log on this node; null if it has none.</summary>
public delegate string? WorkloadLogPath(EntityId workload);

/// <summary>The last lines of such a log.</summary>
internal sealed class WorkloadLog(WorkloadLogPath path, ICluster cluster)
{
    public const int MostLines = 1000;
    private const int MostBytes = 256 * 1024;

    public static readonly IReadOnlyList<QueryParameter> Parameters = [new("lines", "How many lines: 1 to 1000; 100 by default.", "100")];

    public async Task<Outcome> Tail(EntityId workload, Call call)
    {
        var most = call.Query.Number("lines", 100, 1, MostLines);
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        // Lines from before it moved to another node would look current.
        if (await Elsewhere(cluster, workload, "its log is") is { } elsewhere)
            return elsewhere;
        return Outcome.Ok(new LogView(workload.Id, path(workload) is { } file ? await Lines(file, most, call.Stop) : []),
            WireJson.Plain.LogView);
    }

    /// <param name="what">What is there, with its verb.</param>
    /// <returns>Null if it does not work on another node.</returns>
    public static async Task<Outcome?> Elsewhere(ICluster cluster, EntityId workload, string what)
    {
        string? node;
        try
        {
            node = await cluster.Where(workload);
        }
        catch (TimeoutException timeout)
        {
            return Outcome.Refused("unavailable", $"{timeout.Message} Where {what} is not known: try again in a moment.");
        }
        if (node is null || node == cluster.Self)
            return null;
        var at = cluster.Members.FirstOrDefault(m => m.Node == node)?.Address;
        return Outcome.Refused("elsewhere",
            $"{workload} works on node {node}{(at is null ? "" : $" ({at})")}, where {what}: ask there.",
            new FieldFault("node", cluster.Self, node));
    }

    private static async Task<IReadOnlyList<string>> Lines(string file, int most, CancellationToken stop)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var begin = Math.Max(0, stream.Length - MostBytes);
            stream.Seek(begin, SeekOrigin.Begin);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var lines = (await reader.ReadToEndAsync(stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. (begin > 0 ? lines.Skip(1) : lines).TakeLast(most)];
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return []; // it has not logged anything here
        }
    }
}
