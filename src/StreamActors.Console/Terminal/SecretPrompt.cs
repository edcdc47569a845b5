using System.Text;

namespace StreamActors.Cli;

/// <summary>
/// Secrets must not be given on a command line, where every user of the machine can read them: they are typed without echo, or read from a
/// file.
/// </summary>
internal static class SecretPrompt
{
    /// <summary>Typed at the terminal; without one, the next line of standard input.</summary>
    public static string Secret(Terminal terminal, string what)
    {
        if (!terminal.IsTyped)
            return terminal.Input.ReadLine()
                ?? throw VerbFailedException.Misused($"{what} is required, and there is no terminal to ask on.",
                "Use @FILE to read it from a file, or pipe it in.");
        terminal.Flush();
        terminal.Complain($"{what} (not shown):");
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                text.Length = Math.Max(0, text.Length - 1);
            else if (key.KeyChar >= ' ')
                text.Append(key.KeyChar);
        }
        return text.Length > 0 ? text.ToString()
            : throw VerbFailedException.Misused($"{what} is empty.", "Run the command again and type or paste it.");
    }

    /// <summary>Only asked at a terminal: piped input is not an answer.</summary>
    public static bool Yes(Terminal terminal, string question)
    {
        if (!terminal.IsTyped)
            return false;
        terminal.Flush();
        terminal.Complain($"{question} [y/N]");
        return terminal.Input.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>
    /// <c>@FILE</c> is read from its first line; without a value it is asked for. A literal secret is refused: `ps` shows it to all users.
    /// </summary>
    public static string SecretOf(Terminal terminal, string? given, string what, string option) => given switch
    {
        null or "" => Secret(terminal, what),
        ['@', .. var file] => FirstLine(file),
        _ => throw VerbFailedException.Misused($"{what} must not be given on the command line, where other users can read it.",
            $"Use {option}@FILE, or leave the value out to be asked for it."),
    };

    public static string FirstLine(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            return reader.ReadLine() is { Length: > 0 } line ? line
                : throw VerbFailedException.Misused($"The first line of {file} is empty.", "Put the secret there.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw VerbFailedException.Misused($"{file} cannot be read: {failure.Message}", "Use a file that you may read.");
        }
    }
}
