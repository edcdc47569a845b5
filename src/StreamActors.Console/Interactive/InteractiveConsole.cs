namespace StreamActors.Cli.Interactive;

/// <summary>streamactors console: commands one after another, without the program's name.</summary>
internal static class InteractiveConsole
{
    private const string Prompt = "streamactors> ";

    public static ExitCode Run(Terminal terminal)
    {
        if (!terminal.IsTyped || !terminal.IsTerminal)
            return Read(terminal);
        terminal.Say("Tab completes, the up and down keys recall earlier commands, help lists the commands, exit ends.");
        var commandHistory = new CommandHistory(terminal);
        var last = ExitCode.Done;
        Console.TreatControlCAsInput = true;
        try
        {
            while (Ask(terminal, commandHistory) is { } line)
            {
                if (line.Trim() is "exit" or "quit")
                    break;
                if (line.Trim().Length == 0)
                    continue;
                commandHistory.Add(line);
                Console.TreatControlCAsInput = false; // Ctrl-C only ends a command that runs until interrupted
                last = Do(line, terminal);
                Console.TreatControlCAsInput = true;
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
            commandHistory.Save();
        }
        return last;
    }

    /// <summary>Without a terminal each line is a command, and the first failure ends it.</summary>
    private static ExitCode Read(Terminal terminal)
    {
        while (terminal.Input.ReadLine() is { } line)
        {
            if (line.Trim().Length > 0 && line.TrimStart()[0] != '#' && Do(line, terminal) is not ExitCode.Done and var failed)
                return failed;
        }
        return ExitCode.Done;
    }

    private static ExitCode Do(string line, Terminal terminal)
    {
        if (ShellWords.Words(line) is not { } words)
        {
            terminal.Complain("streamactors: Missing closing quote.\n  Add it.");
            return ExitCode.Usage;
        }
        string[] verb = [.. words.Skip(words is ["streamactors", ..] ? 1 : 0)];
        return verb is ["console"] ? ExitCode.Done : Commands.Run(verb, terminal);
    }

    private static string? Ask(Terminal terminal, CommandHistory commandHistory)
    {
        var editor = new LineEditor(commandHistory, words => Suggestions.For(words, terminal));
        var line = default(string);
        do
        {
            Draw(terminal, editor);
        }
        while (editor.Take(Console.ReadKey(intercept: true), out line));
        terminal.Put("\r\n");
        terminal.Flush();
        return line;
    }

    private static void Draw(Terminal terminal, LineEditor editor)
    {
        if (editor.Found.Count > 0)
            terminal.Put($"\r\n{string.Join("  ", editor.Found)}\r\n");
        // A line longer than the terminal is scrolled to the cursor.
        var maxWidth = Math.Max(10, terminal.Columns() - Prompt.Length - 1);
        var from = Math.Max(0, editor.At - maxWidth);
        var shown = editor.Text[from..Math.Min(editor.Text.Length, from + maxWidth)];
        terminal.Put($"\r{Prompt}{shown}\e[K\r\e[{Prompt.Length + editor.At - from}C");
        terminal.Flush();
    }
}
