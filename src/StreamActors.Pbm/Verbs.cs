using System.Text.Json;

namespace StreamActors.Pbm;

/// <summary>
/// The commands of the palette <c>streamactors</c>: arguments in, lines out. Each is one call of the node's HTTP interface.
/// </summary>
public sealed class Verbs(NodeConnection connection)
{
    public const string Palette = "streamactors";

    /// <summary>The state of this node, and the other nodes it sees.</summary>
    public async Task<IReadOnlyList<string>> Status(CancellationToken stop)
    {
        var health = await connection.Get("api/health", stop, alsoFine: 503); // an unhealthy node's details matter most
        var table = new Table("node", "status", "address", "since");
        foreach (var member in health.GetProperty("members").EnumerateArray())
            table.Add(Text(member, "node"), Text(member, "status"), Text(member, "address"), Text(member, "since"));
        return
        [
            $"{Text(health, "node")} is {Text(health, "status")}: StreamActors {Text(health, "version")}, {Text(health, "runtime")}, "
                + $"since {Text(health, "started")}",
            .. health.GetProperty("checks").EnumerateArray().Where(c => Text(c, "status") != "ok")
                .Select(c => $"{Text(c, "name")} failed: {Text(c, "says")}"),
            .. table.Lines(),
        ];
    }

    /// <summary>The entities of a kind in the journal, page by page.</summary>
    public async Task<IReadOnlyList<string>> Entities(string kind, string? after, CancellationToken stop)
    {
        var page = await connection.Get($"api/v1/entities?kind={Uri.EscapeDataString(kind)}&after={Uri.EscapeDataString(after ?? "")}",
            stop);
        var table = new Table("id", "version", "changed", "wanted");
        foreach (var entity in page.GetProperty("entities").EnumerateArray())
            table.Add(Text(entity, "id"), Text(entity, "version"), Text(entity, "changed"),
                entity.GetProperty("wanted").GetBoolean() ? "yes" : "no");
        if (table.IsEmpty)
            return [$"No entity of kind '{kind}'{(after is null ? "" : $" after '{after}'")}."];
        return page.GetProperty("next").GetString() is { } next ? [.. table.Lines(), $"More: entities -k {kind} -a {next}"] : table.Lines();
    }

    /// <param name="id"><c>kind/id</c>.</param>
    public async Task<IReadOnlyList<string>> Where(string id, CancellationToken stop)
    {
        if (id.Split('/') is not [{ Length: > 0 } kind, { Length: > 0 } name])
            throw new VerbFailedException($"'{id}' is not KIND/ID.");
        var found = await connection.Get($"api/v1/entities/{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(name)}/where", stop);
        return [found.GetProperty("node").GetString() is { } node ? $"{id} is awake on {node}." : $"{id} is awake nowhere."];
    }

    /// <summary>The position of the journal and of its readers.</summary>
    public async Task<IReadOnlyList<string>> Journal(CancellationToken stop)
    {
        var journal = await connection.Get("api/v1/journal", stop);
        var table = new Table("reader", "position", "behind");
        foreach (var reader in journal.GetProperty("readers").EnumerateArray())
            table.Add(Text(reader, "name"), Text(reader, "position"), Text(reader, "behind"));
        return [$"{Text(journal, "where")}: position {Text(journal, "position")}, schema {Text(journal, "schemaVersion")}",
            .. table.Lines()];
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).ToString();
}
