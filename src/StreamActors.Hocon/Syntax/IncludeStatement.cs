using System.Text;

namespace StreamActors.Hocon.Syntax;

/// <summary>The part after <c>include</c>: "x", file("x"), required("x") or required(file("x")).</summary>
internal sealed record IncludeStatement(string Name, bool Required)
{
    internal static IncludeStatement Read(TokenCursor cursor)
    {
        var wrapping = new StringBuilder();
        cursor.SkipBlank();
        var first = cursor.Peek;
        for (; cursor.Peek.Kind == TokenKind.Text; cursor.SkipBlank())
            wrapping.Append(cursor.Take().Text);

        var name = cursor.Peek;
        if (name.Kind != TokenKind.Quoted)
            throw cursor.Fault(name,
                $"expected a file name in quotes after 'include', not {TokenCursor.Show(name)}. Write \"include\" for a key.");
        cursor.Take();

        var (required, open) = wrapping.ToString() switch
        {
            "" => (false, 0),
            "file(" => (false, 1),
            "required(" => (true, 1),
            "required(file(" => (true, 2),
            var other when other.Contains("url(", StringComparison.Ordinal) || other.Contains("classpath(", StringComparison.Ordinal) =>
                throw cursor.Fault(first, "only files can be included here, not URLs or class paths. Write include file(\"…\")."),
            _ => throw cursor.Fault(first,
                "an include is written include \"x\", include file(\"x\"), include required(\"x\") or include required(file(\"x\"))."),
        };
        Close(cursor, open);
        return new IncludeStatement(name.Text, required);
    }

    private static void Close(TokenCursor cursor, int open)
    {
        while (open > 0)
        {
            cursor.SkipBlank();
            var token = cursor.Peek;
            if (token.Kind != TokenKind.Text || token.Text.Length > open || token.Text.Trim(')').Length > 0)
                throw cursor.Fault(token, $"expected ')' to close the include, not {TokenCursor.Show(token)}.");
            open -= cursor.Take().Text.Length;
        }
    }
}
