namespace StreamActors.Hocon.Syntax;

/// <summary>Parses the tokens of one file into nodes: fields and objects here, values and includes in the other parts.</summary>
internal sealed partial class HoconReader(TokenCursor cursor, ReadingPlace place, FilesRead files)
{
    internal static HoconReader Of(string text, ReadingPlace place, FilesRead files) =>
        new(new TokenCursor(Lexer.Read(text, place.Source), place.Source), place, files);

    internal Node ReadDocument()
    {
        cursor.SkipBlank();
        var first = cursor.Peek;
        if (first.Kind == TokenKind.OpenBracket)
        {
            var list = ReadArray(depth: 0);
            ExpectEnd();
            return list;
        }

        var fields = new ObjectNode(cursor.Origin(first));
        ReadRootFields(fields, KeyPath.Root, depth: 0);
        ExpectEnd();
        return fields;
    }

    /// <summary>Adds the fields of a file, with or without braces around them, to an object.</summary>
    private void ReadRootFields(ObjectNode target, KeyPath? path, int depth)
    {
        cursor.SkipBlank();
        if (cursor.Peek.Kind == TokenKind.OpenBrace)
            ReadBraces(target, path, depth);
        else
            ReadFields(target, path, TokenKind.End, cursor.Peek, depth);
    }

    private void ReadBraces(ObjectNode target, KeyPath? path, int depth)
    {
        var open = cursor.Take();
        if (depth >= Limits.Nesting)
            throw cursor.Fault(open, TooDeep);
        ReadFields(target, path, TokenKind.CloseBrace, open, depth + 1);
        cursor.Take();
    }

    private static string TooDeep => $"nested more than {Limits.Nesting} levels deep.";

    /// <summary>Stops before the closing token.</summary>
    private void ReadFields(ObjectNode target, KeyPath? path, TokenKind closing, Token open, int depth)
    {
        cursor.SkipBlank();
        while (cursor.Peek.Kind != closing)
        {
            if (cursor.Peek.Kind == TokenKind.End)
                throw cursor.Fault(open, "this '{' is never closed.");
            ReadField(target, path, depth);
            ReadSeparator(closing);
        }
    }

    private void ReadSeparator(TokenKind closing)
    {
        var newline = cursor.SkipBlank();
        if (cursor.TryTake(TokenKind.Comma))
        {
            cursor.SkipBlank();
            if (cursor.Peek.Kind == TokenKind.Comma)
                throw cursor.Fault(cursor.Peek, "two commas in a row. One comma separates, and one may follow the last entry.");
        }
        else if (!newline && cursor.Peek.Kind != closing && cursor.Peek.Kind != TokenKind.End)
        {
            throw cursor.Fault(cursor.Peek, cursor.Peek.Kind switch
            {
                TokenKind.Colon or TokenKind.Equals =>
                    $"{TokenCursor.Show(cursor.Peek)} is not allowed in a value outside quotes. Put the text in quotes, as in "
                    + $"\"http://host\", or check whether a value is missing before it.",
                TokenKind.CloseBrace or TokenKind.CloseBracket => $"this {TokenCursor.Show(cursor.Peek)} has no matching opening bracket.",
                _ => $"expected a comma or a new line before {TokenCursor.Show(cursor.Peek)}.",
            });
        }
    }

    private void ReadField(ObjectNode target, KeyPath? path, int depth)
    {
        var first = cursor.Peek;
        if (first is { Kind: TokenKind.Text, Text: "include" })
        {
            ReadInclude(target, path, depth);
            return;
        }

        RefuseWhatIsNoKey(first);
        var key = new PathReader(cursor).Read();
        if (depth + key.Elements.Length > Limits.Nesting)
            throw cursor.Fault(first, TooDeep);
        var valueOrigin = cursor.Origin(first);
        cursor.SkipBlank();

        var separator = cursor.Peek;
        if (separator.Kind is TokenKind.Equals or TokenKind.Colon or TokenKind.Append)
            cursor.Take();
        else if (separator.Kind != TokenKind.OpenBrace)
            throw cursor.Fault(separator, $"expected '=', ':' or '{{' after the key {key}, not {TokenCursor.Show(separator)}.");

        cursor.SkipBlank();
        if (separator.Kind == TokenKind.Append)
            target.Append(key, ReadValue(null, key, depth + key.Elements.Length + 1), valueOrigin);
        else
            target.Assign(key, ReadValue(path?.Then(key), key, depth + key.Elements.Length), valueOrigin);
    }

    private void RefuseWhatIsNoKey(Token first)
    {
        var sentence = first.Kind switch
        {
            TokenKind.Text or TokenKind.Quoted => null,
            TokenKind.CloseBrace or TokenKind.CloseBracket => $"this {TokenCursor.Show(first)} has no matching opening bracket.",
            TokenKind.Substitution or TokenKind.OptionalSubstitution => "a substitution cannot be a key. Only values hold substitutions.",
            TokenKind.Comma => "a comma with nothing before it.",
            _ => $"expected a key, not {TokenCursor.Show(first)}.",
        };
        if (sentence is not null)
            throw cursor.Fault(first, sentence);
    }
}
