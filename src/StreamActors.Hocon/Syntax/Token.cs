namespace StreamActors.Hocon.Syntax;

internal enum TokenKind
{
    End,
    Newline,
    Space,
    Text,
    Quoted,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Comma,
    Equals,
    Colon,
    Append,
    Substitution,
    OptionalSubstitution,
}

/// <summary>One token. Text and Space carry the text as written; Quoted carries the unescaped text.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column);
