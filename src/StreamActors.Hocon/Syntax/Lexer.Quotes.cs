using System.Globalization;
using System.Text;

namespace StreamActors.Hocon.Syntax;

internal sealed partial class Lexer
{
    private void ReadQuoted()
    {
        var (line, column) = (_line, _column);
        var value = new StringBuilder();
        Advance(1);
        while (Current != '"')
        {
            if (_at >= text.Length)
                throw new HoconException(ValueOrigin.At(source, line, column), "this quote is never closed.");
            if (Current == '\n')
            {
                throw new HoconException(
                    ValueOrigin.At(source, line, column),
                    "this quote is not closed on its line. Close it, or write text of several lines between triple quotes (\"\"\").");
            }

            if (Current < ' ')
                throw Fault($"a quoted string cannot contain the control character U+{(int)Current:X4}. Write {Escaped(Current)} instead.");
            if (Current == '\\')
                value.Append(ReadEscape());
            else
                value.Append(TakeCharacter());
        }

        Advance(1);
        _tokens.Add(new Token(TokenKind.Quoted, value.ToString(), line, column));
    }

    private char TakeCharacter()
    {
        var c = Current;
        Advance(1);
        return c;
    }

    private char ReadEscape()
    {
        var (meaning, length) = Ahead(1) switch
        {
            '"' => ('"', 2),
            '\\' => ('\\', 2),
            '/' => ('/', 2),
            'b' => ('\b', 2),
            'f' => ('\f', 2),
            'n' => ('\n', 2),
            'r' => ('\r', 2),
            't' => ('\t', 2),
            'u' => (CodeUnit(), 6),
            _ => throw Fault("unknown escape in quotes. Valid are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX. Write \\\\ for a backslash."),
        };
        Advance(length);
        return meaning;
    }

    private char CodeUnit()
    {
        var digits = text.AsSpan(_at + 2, Math.Min(4, text.Length - _at - 2));
        return digits.Length == 4 && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : throw Fault("\\u needs four hexadecimal digits, as in \\u00e9.");
    }

    private static string Escaped(char control) => control switch
    {
        '\t' => "\\t",
        '\r' => "\\r",
        _ => $"\\u{(int)control:x4}",
    };

    /// <summary>Triple quotes have no escapes and may span lines; extra quotes before the closing three belong to the text.</summary>
    private void ReadTripleQuoted()
    {
        var end = text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
        if (end < 0)
            throw Fault("these triple quotes are never closed.");
        while (end + 3 < text.Length && text[end + 3] == '"')
            end++;
        _tokens.Add(new Token(TokenKind.Quoted, text[(_at + 3)..end], _line, _column));
        Advance(end + 3 - _at);
    }
}
