using System.Text.Json;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>Every refusal code with its status and title.</summary>
internal static class RefusalToProblem
{
    public static readonly IReadOnlyDictionary<string, (int Status, string Title)> Codes =
        new Dictionary<string, (int, string)>(StringComparer.Ordinal)
    {
        ["invalid"] = (400, "Invalid request"),
        ["invalid-json"] = (400, "The body is not valid JSON"),
        ["invalid-yaml"] = (400, "The body is not valid YAML"),
        ["bad-request"] = (400, "The request is malformed"),
        ["unauthorized"] = (401, "Credentials are required"),
        ["forbidden"] = (403, "Not allowed"),
        ["not-a-session"] = (409, "A login session is required"),
        ["not-found"] = (404, "Not found"),
        ["method-not-allowed"] = (405, "Method not allowed"),
        ["exists"] = (409, "Already exists"),
        ["taken"] = (409, "Already taken"),
        ["in-use"] = (409, "In use"),
        ["quota"] = (409, "Quota exceeded"),
        ["output-limit"] = (409, "Output limit of the input reached"),
        ["cannot-undo"] = (409, "Cannot be undone"),
        ["loop"] = (409, "Feedback loop"),
        ["nowhere-to-go"] = (409, "There is no other node"),
        ["not-a-member"] = (409, "The node is not a member of the cluster"),
        ["unknown-node"] = (404, "There is no such node"),
        ["off"] = (409, "Ordered off"),
        ["no-video"] = (409, "No video"),
        ["not-firing"] = (409, "The alert is not firing"),
        ["shipped"] = (409, "Built-in rule"),
        ["version-conflict"] = (412, "Changed since it was read"),
        ["too-large"] = (413, "The body is too large"),
        ["elsewhere"] = (421, "On another node"),
        ["key-reused"] = (422, "Idempotency-Key used for another request"),
        ["unsupported-media-type"] = (415, "Unsupported media type"),
        ["upgrade-required"] = (426, "This is a WebSocket"),
        ["too-many-requests"] = (429, "Too many requests"),
        ["busy"] = (429, "Too many requests"),
        ["unknown"] = (503, "Outcome unknown"),
        ["crashed"] = (503, "Internal error"),
        ["not-on-air"] = (503, "Not on air"),
        ["unavailable"] = (503, "Unavailable"),
    };

    public static Outcome Of(Refusal refusal)
    {
        // Unlisted codes get 409; a test keeps the list complete.
        var (status, title) = Codes.GetValueOrDefault(refusal.Code, (409, "Refused"));
        var problem = new Problem($"urn:streamactors:problem:{refusal.Code}", title, status, refusal.Message, refusal.Code)
        {
            Errors = refusal.Fields.Count == 0 ? null
                : [.. refusal.Fields.Select(f => new FieldError(Shown(f.Field), f.Value, f.Expected))],
        };
        return new Outcome(status, problem, WireJson.Plain.Problem) { RetryAfter = status is 429 or 503 ? TimeSpan.FromSeconds(1) : null };
    }

    /// <summary>Maps an entity's answer to a failed command.</summary>
    public static Outcome Of(Reply reply) => reply switch
    {
        Refused { Refusal: var refusal } => Of(refusal),
        Busy => Of(new Refusal("busy", "Overloaded: nothing was done. Try again in a moment.")),
        Crashed => Of(
            new Refusal("crashed",
                "The server failed on this request and stored nothing. Try again in a moment; if it fails again, see the server's log.")),
        NotStored { Why: var why } => Of(new Refusal("unavailable", $"Nothing was stored: {why} Try again later.")),
        Unknown => Of(
            new Refusal("unknown",
                "The change may have been stored or not. Repeat the request with the same Idempotency-Key, which is safe.")),
        _ => throw new InvalidOperationException($"{reply.GetType().Name} is not a refusal."),
    };

    /// <summary>Maps the domain's stall-after to JSON's stallAfter.</summary>
    private static string Shown(string field)
    {
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        var first = dot < 0 ? field : field[..dot];
        if (first.Any(char.IsUpper) || first.Trim('-').Length == 0)
            return field; // a header, a JSON name already, or no name
        return string.Concat(first.Split('-').Select((word, n) => n == 0 ? word
            : JsonNamingPolicy.CamelCase.ConvertName(word) is var w && w.Length > 0 ? char.ToUpperInvariant(w[0]) + w[1..] : ""))
            + (dot < 0 ? "" : field[dot..]);
    }
}
