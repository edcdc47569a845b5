using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>A problem response as an error message: why, which fields, and what to do next.</summary>
internal static class Problems
{
    public static VerbFailedException Of(Answer answer, string path)
    {
        if (!IsJson(answer))
            return new VerbFailedException(answer.Status >= 500 ? ExitCode.Failed : ExitCode.Unreachable,
                $"The answer ({answer.Status}) is not from a StreamActors server.",
                "Give the right address with --server URL or --context NAME.");
        var problem = answer.Json;
        var code = problem.Text(nameof(Problem.Code));
        return new VerbFailedException(Exit(answer.Status), $"{problem.Text(nameof(Problem.Detail))} ({code})", Next(code, path))
        {
            Problem = answer.Body,
            // For credentials the advice is clearer than the header names.
            Faults = answer.Status == 401 ? [] : [.. problem.All(nameof(Problem.Errors))
                .Select(e => (e.Text(nameof(FieldError.Field)), Value(e), e.Text(nameof(FieldError.Cure))))],
        };
    }

    /// <summary>One invalid field. A cure that is a whole sentence needs no value.</summary>
    public static string Fault(string field, string? value, string cure) =>
        value is null || cure.EndsWith('.') ? $"{field}: {cure}" : $"{field} is '{value}'; expected {cure}";

    public static string? Value(JsonView error) => error.At(nameof(FieldError.Value)) is { IsThere: true } value ? value.ToString() : null;

    private static bool IsJson(Answer answer) => answer.Body.Length > 0 && answer.Body[0] == '{';

    private static ExitCode Exit(int status) => status switch
    {
        401 or 403 => ExitCode.NotAllowed,
        404 => ExitCode.NotFound,
        < 500 => ExitCode.Refused,
        _ => ExitCode.Failed,
    };

    /// <summary>What to do about it at this prompt; null if the field errors are enough.</summary>
    private static string? Next(string code, string path)
    {
        var (things, id) = path.Split('/', '?') is ["", "api", "v1", var first, .. var rest] ? (first, rest.FirstOrDefault()) : ("", null);
        return code switch
        {
            "unauthorized" when things is "login" => "Check user and password.",
            "unauthorized" =>
                "Give an API key with --key-file FILE or STREAMACTORS_KEY, or store one: streamactors context add NAME --server URL",
            "forbidden" => "An admin can issue a key with the role or scope: streamactors keys create --name NAME --role ROLE",
            "not-found" when things is "inputs" or "outputs" or "workloads" or "keys" or "users" =>
                $"List them: streamactors {things} list",
            "not-found" when things is "changes" => "List the changes: streamactors changes",
            "not-found" => null,
            "exists" => $"Edit the existing one: streamactors {things} edit ID. Or choose another id.",
            "in-use" => $"List the outputs to remove first: streamactors outputs list --input {id}",
            "output-limit" => "Raise the limit: streamactors inputs edit ID --output-limit N",
            "off" => $"Start it: streamactors {things} start {id}",
            "cannot-undo" => "List the later changes: streamactors changes",
            "version-conflict" =>
                $"See the newest version: streamactors {things} show {id}. Then repeat the command with --if-version and that number.",
            "unknown" => $"Check whether it took effect before you repeat the command: streamactors {things} list",
            "crashed" => "Run the command again. If it fails again, see the server's log.",
            "unavailable" => "See the server's checks: streamactors health",
            _ => null,
        };
    }
}
