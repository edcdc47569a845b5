using System.Text.Json.Nodes;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>One operation of the served document, as far as an attacker can use it.</summary>
internal sealed record HostileOperation(string Method, string Template, IReadOnlyList<string> Queries, IReadOnlyList<string> Media,
    JsonNode? Example)
{
    /// <summary>Slow by design (passwords, passphrases): valid ones are sent seldom.</summary>
    public bool IsSlow => Example is JsonObject body && (body.ContainsKey("password") || body.ContainsKey("passphrase"));

    public static IReadOnlyList<HostileOperation> Of(JsonObject document, string root) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           let parameters = operation.Value!["parameters"]?.AsArray() ?? []
           let content = operation.Value["requestBody"]?["content"]?.AsObject()
           select new HostileOperation(
               operation.Key.ToUpperInvariant(),
               (operation.Value["servers"] is null ? root : "") + path.Key,
               [.. parameters.Where(p => p!["in"]!.GetValue<string>() == "query").Select(p => p!["name"]!.GetValue<string>())],
               [.. content?.Select(c => c.Key) ?? []],
               content?.Select(c => c.Value!["example"]).FirstOrDefault(e => e is not null)),
    ];
}
