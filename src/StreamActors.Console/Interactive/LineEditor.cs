using System.Text;

namespace StreamActors.Cli.Interactive;

/// <summary>A line editor with cursor movement, history and Tab completion.</summary>
internal sealed class LineEditor(CommandHistory commandHistory, Func<IReadOnlyList<string>, IReadOnlyList<string>> suggest)
{
    private readonly StringBuilder _text = new();
    private string _begun = "";
    private int _at;
    private int _in = commandHistory.Count;

    public string Text => _text.ToString();

    public int At => _at;

    /// <summary>The candidates of the last Tab, if there are several; shown below the line.</summary>
    public IReadOnlyList<string> Found { get; private set; } = [];

    /// <returns>Whether editing continues; false if the line is complete, or cancelled (then it is null).</returns>
    public bool Take(ConsoleKeyInfo key, out string? line)
    {
        line = null;
        Found = [];
        var isControl = (key.Modifiers & ConsoleModifiers.Control) != 0;
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                line = Text;
                return false;
            case ConsoleKey.D when isControl && _text.Length == 0:
                return false;
            case ConsoleKey.C when isControl:
                Set("");
                break;
            case ConsoleKey.Tab:
                Complete();
                break;
            case ConsoleKey.UpArrow:
                Go(_in - 1);
                break;
            case ConsoleKey.DownArrow:
                Go(_in + 1);
                break;
            default:
                Edit(key, isControl);
                break;
        }
        return true;
    }

    private void Edit(ConsoleKeyInfo key, bool isControl)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                _at = Math.Max(0, _at - 1);
                break;
            case ConsoleKey.RightArrow:
                _at = Math.Min(_text.Length, _at + 1);
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when isControl:
                _at = 0;
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when isControl:
                _at = _text.Length;
                break;
            case ConsoleKey.Backspace when _at > 0:
                _text.Remove(--_at, 1);
                break;
            case ConsoleKey.Delete when _at < _text.Length:
                _text.Remove(_at, 1);
                break;
            case ConsoleKey.U when isControl:
                _text.Remove(0, _at);
                _at = 0;
                break;
            case ConsoleKey.K when isControl:
                _text.Length = _at;
                break;
            case ConsoleKey.W when isControl:
                var from = WordBefore();
                _text.Remove(from, _at - from);
                _at = from;
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    _text.Insert(_at++, key.KeyChar);
                break;
        }
    }

    private int WordBefore()
    {
        var from = _at;
        while (from > 0 && _text[from - 1] == ' ')
            from--;
        while (from > 0 && _text[from - 1] != ' ')
            from--;
        return from;
    }

    private void Go(int to)
    {
        if (to < 0 || to > commandHistory.Count)
            return;
        if (_in == commandHistory.Count)
            _begun = Text;
        _in = to;
        Set(to == commandHistory.Count ? _begun : commandHistory[to]);
    }

    private void Set(string text)
    {
        _text.Clear().Append(text);
        _at = text.Length;
    }

    private void Complete()
    {
        if (ShellWords.Words(Text[.._at], forCompletion: true) is not { } words)
            return;
        var found = suggest(words);
        if (found.Count == 0)
            return;
        var common = found.Aggregate(Common);
        var begun = words[^1];
        if (common.Length > begun.Length)
            Insert(common[begun.Length..]);
        if (found.Count == 1)
            Insert(" ");
        else if (common.Length == begun.Length)
            Found = found;
    }

    private void Insert(string text)
    {
        _text.Insert(_at, text);
        _at += text.Length;
    }

    private static string Common(string a, string b)
    {
        var n = 0;
        while (n < a.Length && n < b.Length && a[n] == b[n])
            n++;
        return a[..n];
    }
}
