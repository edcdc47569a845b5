namespace StreamActors.Hocon.Syntax;

/// <summary>Splits a text into tokens. Comments are dropped; white space is kept, since it matters between simple values.</summary>
internal sealed partial class Lexer(string text, string source)
{
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _column = 1;

    internal static IReadOnlyList<Token> Read(string text, string source) => new Lexer(text, source).Read();

    private char Current => Ahead(0);

    private List<Token> Read()
    {
        while (_at < text.Length)
            ReadToken();
        _tokens.Add(new Token(TokenKind.End, "", _line, _column));
        return _tokens;
    }

    private void ReadToken()
    {
        switch (Current)
        {
            case '\n': Add(TokenKind.Newline, "\n"); break;
            case '{': Add(TokenKind.OpenBrace, "{"); break;
            case '}': Add(TokenKind.CloseBrace, "}"); break;
            case '[': Add(TokenKind.OpenBracket, "["); break;
            case ']': Add(TokenKind.CloseBracket, "]"); break;
            case ',': Add(TokenKind.Comma, ","); break;
            case '=': Add(TokenKind.Equals, "="); break;
            case ':': Add(TokenKind.Colon, ":"); break;
            case '+' when Ahead(1) == '=': Add(TokenKind.Append, "+="); break;
            case '$' when Ahead(1) == '{' && Ahead(2) == '?': Add(TokenKind.OptionalSubstitution, "${?"); break;
            case '$' when Ahead(1) == '{': Add(TokenKind.Substitution, "${"); break;
            case '#': SkipComment(); break;
            case '/' when Ahead(1) == '/': SkipComment(); break;
            case '"' when Ahead(1) == '"' && Ahead(2) == '"': ReadTripleQuoted(); break;
            case '"': ReadQuoted(); break;
            case var c when Characters.IsSpace(c): Add(TokenKind.Space, Next(SpaceLength())); break;
            case var c when Characters.IsReserved(c): throw Reserved(c);
            default: Add(TokenKind.Text, Next(TextLength())); break;
        }
    }

    private char Ahead(int offset) => _at + offset < text.Length ? text[_at + offset] : '\0';

    private string Next(int length) => length == 1 && text[_at] == ' ' ? " " : text.Substring(_at, length);

    private void Add(TokenKind kind, string written)
    {
        _tokens.Add(new Token(kind, written, _line, _column));
        Advance(written.Length);
    }

    /// <summary>Columns count characters like an editor: a surrogate pair is one.</summary>
    private void Advance(int length)
    {
        for (var end = _at + length; _at < end; _at++)
        {
            if (text[_at] == '\n')
                (_line, _column) = (_line + 1, 1);
            else if (!(char.IsLowSurrogate(text[_at]) && _at > 0 && char.IsHighSurrogate(text[_at - 1])))
                _column++;
        }
    }

    private void SkipComment()
    {
        var end = text.IndexOf('\n', _at);
        Advance((end < 0 ? text.Length : end) - _at);
    }

    private int SpaceLength()
    {
        var end = _at;
        while (end < text.Length && text[end] != '\n' && Characters.IsSpace(text[end]))
            end++;
        return end - _at;
    }

    private int TextLength()
    {
        // A '+' is allowed only in a number, which must then be valid to its end.
        var number = JsonNumber.LengthAtStart(text.AsSpan(_at));
        var end = _at + Math.Max(number, 1);
        while (end < text.Length && !EndsText(end))
            end++;
        if (end - _at > number && text.AsSpan(_at, number).Contains('+'))
            throw Fault("invalid number. Put it in quotes if it is text.");
        return end - _at;
    }

    private bool EndsText(int at) =>
        Characters.IsReserved(text[at])
        || Characters.IsSpace(text[at])
        || (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '/');

    private HoconException Reserved(char c) => Fault(c switch
    {
        '$' => "a '$' outside quotes starts a substitution such as ${path}. Put it in quotes for the character itself.",
        '+' => "a '+' outside quotes is allowed only in '+=' and in numbers. Put the text in quotes.",
        _ => $"'{c}' is not allowed outside quotes. Put the text in quotes.",
    });

    private HoconException Fault(string sentence) => new(ValueOrigin.At(source, _line, _column), sentence);
}
