using StreamActors.Cli.Interactive;

namespace StreamActors.Cli;

/// <summary>completion: the script for a shell, which asks the hidden verb complete for the possible next words.</summary>
internal static class CompletionVerbs
{
    private const string Bash = """
        # For bash: eval "$(streamactors completion bash)", in ~/.bashrc.
        _streamactors() {
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        }
        complete -o default -F _streamactors streamactors ./streamactors
        """;

    private const string Zsh = """
        #compdef streamactors
        # For zsh: eval "$(streamactors completion zsh)", in ~/.zshrc after compinit.
        _streamactors() {
            local -a found
            found=(${(f)"$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
            compadd -a found
        }
        compdef _streamactors streamactors
        """;

    public static Verb[] Of(string group) =>
    [
        group == "completion"
            ? new("completion", "a shell script that completes commands, options and ids", Script) { Arguments = "bash|zsh", Fewest = 1,
            Most = 1 }
            : new("complete", "possible next words, for shells", Complete) { Arguments = "-- WORD…", Most = int.MaxValue },
    ];

    private static ExitCode Script(Session session)
    {
        session.Terminal.Say(session.Line.Argument(0) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            var other => throw VerbFailedException.Misused($"'{other}' is not a supported shell.", "Use bash or zsh."),
        });
        return ExitCode.Done;
    }

    private static ExitCode Complete(Session session)
    {
        session.Terminal.Say(Suggestions.For(session.Line.Arguments, session.Terminal));
        return ExitCode.Done;
    }
}
