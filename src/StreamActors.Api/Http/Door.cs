using System.Security.Cryptography;
using System.Text.Json;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>
/// The one way in: who asks, whether they may, whether what they sent can be read; then the operation; then the answer.
/// Whatever goes wrong on the way becomes a problem, and nothing a stack trace.
/// </summary>
internal sealed class Door(Gate gate, Refusals refusals, ILogger<Door> log)
{
    private const int LongestKey = 200;

    public async Task Pass(HttpContext http, Operation operation)
    {
        var principal = Principal.Anonymous;
        Outcome outcome;
        try
        {
            (principal, var refused) = await gate.Admit(http, operation.Needs, operation.Tag);
            outcome = refused ?? await Answer(http, operation, principal);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return; // nobody listens any more
        }
        catch (BadHttpRequestException bad)
        {
            outcome = Outcome.Refused(bad.StatusCode == 413 ? "too-large" : "bad-request", bad.Message);
        }
        catch (Exception broken) // ours; said in the log, and not to whoever asked
        {
            ApiLog.Broken(log, operation.Method, operation.Path, broken);
            outcome = Outcome.Refused("crashed", "The server failed on this request; its log says why. Ask again with the same Idempotency-Key.");
        }
        Spans.Tell(operation, principal, outcome);
        refusals.Note(http, operation, principal, outcome);
        if (!http.Response.HasStarted)
            await outcome.Write(http);
        else if (outcome.Value is Problem)
            http.Abort(); // half an answer must not end as if it were whole
    }

    private static async Task<Outcome> Answer(HttpContext http, Operation operation, Principal principal)
    {
        var query = Query.Of(http.Request.Query, operation.Query);
        var faults = query.Faults.ToList();
        var command = CommandOf(http, principal, operation, faults);
        var expected = Expected(http, operation, faults);
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        object? body = null;
        JsonElement? patch = null;
        if (operation.Body is { } type)
        {
            var (json, refused) = await BodyReading.Read(http, operation);
            if (refused is not null)
                return refused;
            if (operation.IsPatch)
                patch = json;
            else if (BodyCheck.Against(json, type) is { Count: > 0 } wrong)
                return Outcome.Invalid(wrong);
            else
                body = json.Deserialize(type);
        }
        var outcome = await operation.Handle(new Call(http, principal, command, expected, body, patch, query));
        return operation.Yaml && YamlText.IsWanted(http) ? outcome with { AsYaml = true } : outcome;
    }

    /// <summary>A repeated POST with the same key is the same command. Another path with that key is another.</summary>
    private static CommandId CommandOf(HttpContext http, Principal principal, Operation operation, List<FieldFault> faults)
    {
        var keys = http.Request.Headers["Idempotency-Key"];
        if (keys.Count == 0)
            return new CommandId(new Guid(RandomNumberGenerator.GetBytes(16)));
        var key = keys.ToString();
        if (keys.Count > 1 || key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~'))
            faults.Add(new FieldFault("Idempotency-Key", key.Length > 50 ? key[..50] + "…" : key, $"one key of 1 to {LongestKey} characters, letters, digits and signs"));
        return CommandId.Of($"{principal.Who}|{operation.Method} {http.Request.Path}|{key}");
    }

    private static long? Expected(HttpContext http, Operation operation, List<FieldFault> faults)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0 || !operation.HonoursIfMatch)
            return null;
        if (!ETag.TryParse(header.ToString(), out var version))
            faults.Add(new FieldFault("If-Match", header.ToString(), "one ETag, as the last answer gave it: \"7\""));
        return version;
    }
}

internal static partial class ApiLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    public static partial void Broken(ILogger log, string method, string path, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue has lost the journal for now; again shortly.")]
    public static partial void CatalogueFailed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The figures of {Topic} cannot be watched for now; again shortly.")]
    public static partial void BoardFailed(ILogger log, string topic, Exception failure);
}
