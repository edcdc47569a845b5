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

/// <summary>One piece of a file. Text and Space carry what was written; Quoted carries what it means.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column);
