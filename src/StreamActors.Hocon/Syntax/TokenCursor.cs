namespace StreamActors.Hocon.Syntax;

internal sealed class TokenCursor(IReadOnlyList<Token> tokens, string source)
{
    private int _at;

    internal Token Peek => tokens[_at];

    /// <summary>The current token; never moves past the end of the text.</summary>
    internal Token Take() => Peek.Kind == TokenKind.End ? Peek : tokens[_at++];

    internal bool TryTake(TokenKind kind)
    {
        if (Peek.Kind != kind)
            return false;
        Take();
        return true;
    }

    internal void SkipSpace()
    {
        while (Peek.Kind == TokenKind.Space)
            Take();
    }

    /// <summary>Skips spaces and line ends; returns whether there was a line end.</summary>
    internal bool SkipBlank()
    {
        var newline = false;
        while (Peek.Kind is TokenKind.Space or TokenKind.Newline)
            newline |= Take().Kind == TokenKind.Newline;
        return newline;
    }

    internal ValueOrigin Origin(Token token) => Hocon.ValueOrigin.At(source, token.Line, token.Column);

    internal HoconException Fault(Token token, string sentence) => new(Origin(token), sentence);

    /// <summary>A token as a message shows it.</summary>
    internal static string Show(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.Newline => "the end of the line",
        TokenKind.Space => "a space",
        TokenKind.Quoted => $"\"{Cut(token.Text)}\"",
        _ => $"'{Cut(token.Text)}'",
    };

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
