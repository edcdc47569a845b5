using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StreamActors.Control;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>
/// The request pipeline: authentication, authorization, parsing, the operation, the response. Every error becomes a problem response
/// without a stack trace.
/// </summary>
internal sealed class RequestPipeline(Authorizer authorizer, Refusals refusals, IdempotencyKeys keys, ILogger<RequestPipeline> log)
{
    private const int LongestKey = 200;

    public async Task Pass(HttpContext http, Operation operation)
    {
        var principal = Principal.Anonymous;
        Outcome outcome;
        try
        {
            (principal, var refused) = await authorizer.Admit(http, operation.Needs, operation.Tag);
            outcome = refused ?? await Answer(http, operation, principal);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return; // the client has disconnected
        }
        catch (BadHttpRequestException bad)
        {
            outcome = Outcome.Refused(bad.StatusCode == 413 ? "too-large" : "bad-request", bad.Message,
                new FieldFault("(request)", null, "a complete HTTP/1.1 request, sent without long pauses"));
        }
        catch (Exception broken) // our fault: details go to the log, not to the caller
        {
            ApiLog.Broken(log, operation.Method, operation.Path, broken);
            outcome = Outcome.Refused("crashed",
                "The server failed on this request; its log says why. Repeat it with the same Idempotency-Key.");
        }
        RequestSpans.Tell(operation, principal, outcome);
        refusals.Note(http, operation, principal, outcome);
        if (!http.Response.HasStarted)
            await outcome.Write(http);
        else if (outcome.Value is Problem)
            http.Abort(); // a truncated response must not look complete
    }

    private async Task<Outcome> Answer(HttpContext http, Operation operation, Principal principal)
    {
        var query = Query.Of(http.Request.Query, operation.Query);
        var faults = query.Faults.ToList();
        var key = KeyOf(http, faults);
        var expected = Expected(http, operation, faults);
        if (operation.Body is null && await UnexpectedBody.IsThere(http))
            faults.Add(UnexpectedBody.Fault(operation));
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        object? body = null;
        JsonElement? patch = null;
        var content = Encoding.UTF8.GetBytes(http.Request.QueryString.Value ?? "");
        if (operation.Body is { } type)
        {
            var (json, bytes, refused) = await BodyReading.Read(http, operation);
            if (refused is not null)
                return refused;
            content = [.. content, .. bytes.Span];
            if (operation.IsPatch)
                patch = json;
            else if (BodyCheck.Against(json, type) is { Count: > 0 } wrong)
                return Outcome.Invalid(wrong);
            else
                body = json.Deserialize(type);
        }
        if (key is null || operation.Method == "GET" || principal.Role is null) // anonymous requests could evict the keys of others
        {
            var fresh = operation.Method == "GET" ? CommandId.Nameless : new CommandId(new Guid(RandomNumberGenerator.GetBytes(16)));
            return InTheirForm(await operation.Handle(new Call(http, principal, fresh, expected, body, patch, query, isFirst: true)));
        }
        var command = CommandId.Of($"{principal.Who}|{operation.Method} {http.Request.Path}|{key}", content);
        if (!keys.Take(command, out var isNew))
            return Reused(key);
        var outcome = await operation.Handle(new Call(http, principal, command, expected, body, patch, query));
        if (isNew && outcome.Status is >= 400 and < 500)
            keys.Forget(command); // nothing was done: the key may be used for a corrected request
        return outcome.Value is Problem { Code: "key-reused" } ? Reused(key) : InTheirForm(outcome);

        Outcome InTheirForm(Outcome plain) => operation.Yaml && YamlText.IsWanted(http) ? plain with { AsYaml = true } : plain;
    }

    private static Outcome Reused(string key) => Outcome.Refused(
        "key-reused", "This Idempotency-Key was sent before, with another body: nothing was done.",
        new FieldFault("Idempotency-Key", ConfigRefusals.Short(key),
            "a new key for another request; the same key only with the very same body"));

    /// <summary>The same key and body make the same command; another path with that key is another command.</summary>
    private static string? KeyOf(HttpContext http, List<FieldFault> faults)
    {
        var keys = http.Request.Headers["Idempotency-Key"];
        if (keys.Count == 0)
            return null;
        var key = keys.ToString();
        if (keys.Count > 1 || key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~'))
            faults.Add(new FieldFault("Idempotency-Key", ConfigRefusals.Short(key),
                $"one key of 1 to {LongestKey} printable ASCII characters"));
        return key;
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

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Address} has its {Most} connections; {Refused} connections of all addresses were refused since the last such message.")]
    public static partial void TooManyConnections(ILogger log, string address, int most, int refused);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The signing key was rotated, but not every older key could be destroyed: rotate it once more.")]
    public static partial void OldKeysLeft(ILogger log, Exception failure);
}
