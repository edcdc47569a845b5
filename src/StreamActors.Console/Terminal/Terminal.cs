using System.Text;
using Microsoft.Win32.SafeHandles;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>The reader closed the pipe: <c>… | head</c>.</summary>
internal sealed class BrokenPipe(Exception inner) : Exception("Broken pipe.", inner);

/// <summary>Input and output. Console.Out is not used: it initializes the whole terminal, which takes longer than a command.</summary>
internal sealed class Terminal(Stream output, Stream errors, Func<string, string?> variables)
{
    private readonly StringBuilder _pending = new();

    public required bool IsTerminal { get; init; }

    /// <summary>Whether standard input is a terminal, so that questions can be asked.</summary>
    public required bool IsTyped { get; init; }

    public Func<int> Columns { get; init; } = static () => int.MaxValue;

    public Func<int> Rows { get; init; } = static () => int.MaxValue;

    public TextReader Input { get; init; } = TextReader.Null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>https://no-color.org</summary>
    public bool HasColour => IsTerminal && Variable("NO_COLOR") is null && Variable("TERM") != "dumb";

    public AnsiStyle Style => new(HasColour);

    public DateTimeOffset Now => Time.GetUtcNow();

    public string Home => Variable("HOME") ?? "/";

    public static Terminal OfThisProcess() => new(Output(), Console.OpenStandardError(), Environment.GetEnvironmentVariable)
    {
        IsTerminal = !Console.IsOutputRedirected,
        IsTyped = !Console.IsInputRedirected,
        Columns = static () => Console.IsOutputRedirected ? int.MaxValue : Math.Max(20, Console.WindowWidth),
        Rows = static () => Console.IsOutputRedirected ? int.MaxValue : Math.Max(5, Console.WindowHeight),
        Input = new StreamReader(Console.OpenStandardInput()),
    };

    /// <summary>
    /// The console stream ignores a closed pipe, so that `watch | head` would never end. A file stream reports it, but does not advance the
    /// offset of a file shared by a shell's `>`.
    /// </summary>
    private static Stream Output()
    {
        if (!Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    /// <summary>Null if unset or empty.</summary>
    public string? Variable(string name) => variables(name) is { Length: > 0 } value ? value : null;

    public void Say(string line) => _pending.Append(line).Append('\n');

    public void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Say(line);
    }

    /// <param name="none">Printed if there are no rows.</param>
    public void Say(Table table, string? none = null) => Say(table.Count == 0 && none is not null ? [none] : table.Lines(Style, Columns()));

    public void Put(string text) => _pending.Append(text);

    /// <summary>JSON or YAML of the server: unchanged for a program, escaped for a terminal.</summary>
    public void Write(byte[] document)
    {
        var text = Encoding.UTF8.GetString(document).TrimEnd('\n');
        Say(IsTerminal ? Printable.Document(text) : text);
        Flush();
    }

    public void Flush()
    {
        if (_pending.Length == 0)
            return;
        var bytes = Encoding.UTF8.GetBytes(_pending.ToString());
        _pending.Clear();
        try
        {
            output.Write(bytes);
            output.Flush();
        }
        catch (IOException gone)
        {
            throw new BrokenPipe(gone);
        }
    }

    /// <summary>Without colours, and escaped: much of it is untrusted text.</summary>
    public void Complain(string line)
    {
        errors.Write(Encoding.UTF8.GetBytes(Printable.Document(line) + "\n"));
        errors.Flush();
    }
}
