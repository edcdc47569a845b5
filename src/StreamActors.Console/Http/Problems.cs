using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>A problem of the server, as people are told it: why, which fields, and what to do next.</summary>
internal static class Problems
{
    public static VerbFailedException Of(Answer answer, string path)
    {
        if (!IsJson(answer))
            return new VerbFailedException(answer.Status >= 500 ? ExitCode.Failed : ExitCode.Unreachable, $"The answer is {answer.Status}, and not from a StreamActors server.", "Name the right one with --server URL or --context NAME.");
        var problem = answer.Json;
        var code = problem.Text(nameof(Problem.Code));
        return new VerbFailedException(Exit(answer.Status), $"{problem.Text(nameof(Problem.Detail))} ({code})", Next(code, path))
        {
            Problem = answer.Body,
            // Of credentials the advice says it better: here they are no header.
            Faults = answer.Status == 401 ? [] : [.. problem.All(nameof(Problem.Errors)).Select(e => (e.Text(nameof(FieldError.Field)), Value(e), e.Text(nameof(FieldError.Cure))))],
        };
    }

    /// <summary>One field at fault. A cure that is a whole sentence says all; of others the value is told too.</summary>
    public static string Fault(string field, string? value, string cure) =>
        value is null || cure.EndsWith('.') ? $"{field}: {cure}" : $"{field} is '{value}'; it should be: {cure}";

    public static string? Value(Seen error) => error.At(nameof(FieldError.Value)) is { IsThere: true } value ? value.ToString() : null;

    private static bool IsJson(Answer answer) => answer.Body.Length > 0 && answer.Body[0] == '{';

    private static ExitCode Exit(int status) => status switch
    {
        401 or 403 => ExitCode.NotAllowed,
        404 => ExitCode.NotFound,
        < 500 => ExitCode.Refused,
        _ => ExitCode.Failed,
    };

    /// <summary>What an operator does about it at this prompt. Where the fields say it all, nothing is added.</summary>
    private static string? Next(string code, string path)
    {
        var (things, id) = path.Split('/', '?') is ["", "api", "v1", var first, .. var rest] ? (first, rest.FirstOrDefault()) : ("", null);
        return code switch
        {
            "unauthorized" when things is "login" => "Check user and password.",
            "unauthorized" => "Give your key with --key-file FILE or STREAMACTORS_KEY, or store it: streamactors context add NAME --server URL",
            "forbidden" => "An admin can issue a key with more: streamactors keys create --name NAME --role ROLE",
            "not-found" when things is "inputs" or "outputs" or "workloads" or "keys" or "users" => $"See what there is: streamactors {things} list",
            "not-found" when things is "changes" => "See what there is: streamactors changes",
            "not-found" => null,
            "exists" => $"Edit it: streamactors {things} edit ID. Or take another id.",
            "taken" => "Choose another, or edit the one that has it.",
            "in-use" => $"Remove what uses it first: streamactors outputs list --input {id}",
            "output-limit" => "Raise it: streamactors inputs edit ID --output-limit N",
            "off" => $"Start it: streamactors {things} start {id}",
            "cannot-undo" => "See what came since: streamactors changes",
            "version-conflict" => $"See how it is now: streamactors {things} show {id}. Then say it again with the new version.",
            "too-many-requests" or "busy" => "Wait a moment, then say it again.",
            "unknown" => $"Look whether it was done, then say it again: streamactors {things} list",
            "crashed" => "Say it again. Where it fails again, the server's log says why.",
            "unavailable" => "See what is wrong there: streamactors health",
            _ => null,
        };
    }
}
