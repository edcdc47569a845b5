using StreamActors.Cli.Interactive;

namespace StreamActors.Cli;

/// <summary>From a command line to an exit code. Errors are one sentence and what to do next; only bugs print a stack trace.</summary>
internal static class Commands
{
    private const string Required = "required: "; // the server's prefix for missing fields

    public static ExitCode Run(IReadOnlyList<string> words, Terminal terminal)
    {
        var json = words.Any(static w => w == "--json");
        CommandLine? line = null;
        try
        {
            if (words is ["console"])
                return InteractiveConsole.Run(terminal);
            line = CommandLine.Parse(words);
            var code = line.Has("--help") ? HelpPage.Of(line.Verb, terminal) : line.Verb.Do(new Session(line, terminal));
            terminal.Flush();
            return code;
        }
        catch (VerbFailedException failure)
        {
            Say(failure, json, terminal, line);
            return failure.Code;
        }
        catch (BrokenPipe)
        {
            return ExitCode.Done; // broken pipe: `… | head`
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Say(new VerbFailedException(ExitCode.Failed, failure.Message), json, terminal);
            return ExitCode.Failed;
        }
    }

    private static void Say(VerbFailedException failure, bool json, Terminal terminal, CommandLine? line = null)
    {
        terminal.Flush();
        if (json && failure.Problem is { } problem)
        {
            terminal.Complain(System.Text.Encoding.UTF8.GetString(problem));
            return;
        }
        terminal.Complain($"streamactors: {failure.Message}");
        foreach (var (field, value, cure) in failure.Faults)
            terminal.Complain($"  {Asked(line?.Verb, field, cure) ?? Problems.Fault(field, value, cure)}");
        if (failure.Next is not null)
            terminal.Complain($"  {failure.Next}");
        if (failure.Faults.Any(
            f => f.Field.StartsWith("address.", StringComparison.Ordinal) && !f.Cure.StartsWith(Required, StringComparison.Ordinal)))
            terminal.Complain(
                $"  URL forms and options: streamactors help "
                    + $"protocols{(line?.Value("--url")?.Split("://")[0] is { } name && ProtocolHelp.Names.Contains(name, StringComparer.Ordinal) ? $" {name}" : "")}");
    }

    /// <summary>Names the missing option: the server reports field names, the operator types options.</summary>
    private static string? Asked(Verb? verb, string field, string cure)
    {
        if (verb is null || !cure.StartsWith(Required, StringComparison.Ordinal))
            return null;
        if (field is "address" or "address.url")
            return verb.Name == "outputs create" ? "Missing --url URL, the destination: --url srt://destination.example:9000"
                : "Missing --url URL, the source: --url udp://0.0.0.0:5000";
        var name = "--" + string.Concat(field.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
        return verb.AllOptions.FirstOrDefault(o => o.Name == name) is { Value: { } value } option
            ? $"Missing {name} {value}: {option.Says}" : null;
    }
}
