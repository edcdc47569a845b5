using StreamActors.Cli.Interactive;

namespace StreamActors.Cli;

/// <summary>From words to an exit code. Whatever goes wrong is said in a sentence, with what to do next; only what we broke shows its stack trace.</summary>
internal static class Commands
{
    public static ExitCode Run(IReadOnlyList<string> words, Terminal terminal)
    {
        var json = words.Any(static w => w == "--json");
        try
        {
            if (words is ["console"])
                return Conversation.Run(terminal);
            var line = CommandLine.Parse(words);
            var code = line.Has("--help") ? HelpPage.Of(line.Verb, terminal) : line.Verb.Do(new Session(line, terminal));
            terminal.Flush();
            return code;
        }
        catch (VerbFailedException failure)
        {
            Say(failure, json, terminal);
            return failure.Code;
        }
        catch (BrokenPipe)
        {
            return ExitCode.Done; // whoever read has seen enough: `… | head`
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Say(new VerbFailedException(ExitCode.Failed, failure.Message), json, terminal);
            return ExitCode.Failed;
        }
    }

    private static void Say(VerbFailedException failure, bool json, Terminal terminal)
    {
        terminal.Flush();
        if (json && failure.Problem is { } problem)
        {
            terminal.Complain(System.Text.Encoding.UTF8.GetString(problem));
            return;
        }
        terminal.Complain($"streamactors: {failure.Message}");
        foreach (var (field, value, cure) in failure.Faults)
            terminal.Complain(value is null ? $"  {field}: {cure}" : $"  {field} is '{value}'; it should be: {cure}");
        if (failure.Next is not null)
            terminal.Complain($"  {failure.Next}");
    }
}
