namespace StreamActors.Cli;

/// <summary>Wraps text to a width. A word longer than that, such as a URL, gets its own line and is never cut.</summary>
internal static class Paragraph
{
    private const int Least = 20;

    public static IEnumerable<string> Wrap(string text, int margin, int width)
    {
        var room = Math.Max(width - margin, Least);
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                yield return new string(' ', margin) + line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0)
            yield return new string(' ', margin) + line;
    }

    /// <summary>A term with its description beside it, or below if there is too little room.</summary>
    public static IEnumerable<string> Term(string term, int widest, IEnumerable<string> said, int margin, int width)
    {
        var column = margin + widest + 2;
        var isBelow = width - column < Least;
        var lines = said.SelectMany(s => Wrap(s, isBelow ? margin + 2 : column, width)).ToList();
        var head = new string(' ', margin) + term;
        return isBelow || lines.Count == 0
            ? lines.Prepend(head)
            : lines.Skip(1).Prepend(head.PadRight(column) + lines[0].TrimStart());
    }

    public static IEnumerable<string> Term(string term, int widest, string said, int margin, int width) =>
        Term(term, widest, [said], margin, width);

    /// <summary>A command line, continued before an option if it is too long.</summary>
    public static IEnumerable<string> Command(string command, int margin, int width)
    {
        const string Option = " --", Goes = " \\";
        var (indent, line) = (new string(' ', margin), "");
        foreach (var part in command.Split(Option))
        {
            var piece = line.Length == 0 ? part : Option + part;
            if (line.Length > 0 && margin + line.Length + piece.Length + Goes.Length > width)
            {
                yield return indent + line + Goes;
                (line, piece) = ("", " " + piece);
            }
            line += piece;
        }
        yield return indent + line;
    }
}
