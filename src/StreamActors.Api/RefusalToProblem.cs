using System.Text.Json;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>Every code a request may be refused with, its status and its title: in this one place.</summary>
internal static class RefusalToProblem
{
    public static readonly IReadOnlyDictionary<string, (int Status, string Title)> Codes = new Dictionary<string, (int, string)>(StringComparer.Ordinal)
    {
        ["invalid"] = (400, "Some of it is wrong"),
        ["invalid-json"] = (400, "The body is no sound JSON"),
        ["invalid-yaml"] = (400, "The body is no sound YAML"),
        ["bad-request"] = (400, "The request is malformed"),
        ["unauthorized"] = (401, "Credentials are needed"),
        ["forbidden"] = (403, "This is not allowed"),
        ["not-a-session"] = (409, "This is for users who have logged in"),
        ["not-found"] = (404, "There is no such thing"),
        ["method-not-allowed"] = (405, "This cannot be done here"),
        ["exists"] = (409, "It is there already"),
        ["taken"] = (409, "Somebody else has it"),
        ["in-use"] = (409, "It is in use"),
        ["quota"] = (409, "Quota exceeded"),
        ["output-limit"] = (409, "The input has no free place"),
        ["cannot-undo"] = (409, "It cannot be undone"),
        ["loop"] = (409, "It would feed itself"),
        ["nowhere-to-go"] = (409, "There is no other node"),
        ["not-a-member"] = (409, "That node is no member just now"),
        ["unknown-node"] = (404, "There is no such node"),
        ["off"] = (409, "It is ordered off"),
        ["not-firing"] = (409, "It does not fire"),
        ["shipped"] = (409, "It comes with the program"),
        ["version-conflict"] = (412, "Somebody has changed it since"),
        ["too-large"] = (413, "The body is too large"),
        ["elsewhere"] = (421, "Another node has it"),
        ["key-reused"] = (422, "The key was used for something else"),
        ["unsupported-media-type"] = (415, "The body is of another type"),
        ["upgrade-required"] = (426, "This is a WebSocket"),
        ["too-many-requests"] = (429, "Too much at once"),
        ["busy"] = (429, "Too much at once"),
        ["unknown"] = (503, "What came of it is not known"),
        ["crashed"] = (503, "It failed here"),
        ["unavailable"] = (503, "Not now"),
    };

    public static Outcome Of(Refusal refusal)
    {
        // A code that is not listed is refused all the same; a test keeps the list complete.
        var (status, title) = Codes.GetValueOrDefault(refusal.Code, (409, "It is refused"));
        var problem = new Problem($"urn:streamactors:problem:{refusal.Code}", title, status, refusal.Message, refusal.Code)
        {
            Errors = refusal.Fields.Count == 0 ? null : [.. refusal.Fields.Select(f => new FieldError(Shown(f.Field), f.Value, f.Cure))],
        };
        return new Outcome(status, problem, WireJson.Plain.Problem) { RetryAfter = status is 429 or 503 ? TimeSpan.FromSeconds(1) : null };
    }

    /// <summary>What an entity answered where it did not carry out a command.</summary>
    public static Outcome Of(Reply reply) => reply switch
    {
        Refused { Refusal: var refusal } => Of(refusal),
        Busy => Of(new Refusal("busy", "It has more to do than it can: nothing was done. Ask again in a moment.")),
        Crashed => Of(new Refusal("crashed", "It failed on this request and is being restarted; nothing of it was stored. Ask again in a moment; where it fails again, the server's log says why.")),
        NotStored { Why: var why } => Of(new Refusal("unavailable", $"Nothing was stored: {why} Ask again later.")),
        Unknown => Of(new Refusal("unknown", "It may have been stored or not. Ask again with the same Idempotency-Key, which is safe.")),
        _ => throw new InvalidOperationException($"{reply.GetType().Name} is no refusal."),
    };

    /// <summary>The domain writes stall-after, JSON stallAfter.</summary>
    private static string Shown(string field)
    {
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        var first = dot < 0 ? field : field[..dot];
        if (first.Any(char.IsUpper) || first.Trim('-').Length == 0)
            return field; // a header, JSON's own already, or no name at all
        return string.Concat(first.Split('-').Select((word, n) => n == 0 ? word : JsonNamingPolicy.CamelCase.ConvertName(word) is var w && w.Length > 0 ? char.ToUpperInvariant(w[0]) + w[1..] : "")) + (dot < 0 ? "" : field[dot..]);
    }
}
