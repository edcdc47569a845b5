using System.Collections.Immutable;
using System.Text;

namespace StreamActors.Hocon.Syntax;

/// <summary>
/// Parses a path expression, as a key or in <c>${…}</c>. Dots outside quotes separate elements; white space inside belongs to an
/// element, white space around the path does not.
/// </summary>
internal sealed class PathReader(TokenCursor cursor)
{
    private readonly ImmutableArray<string>.Builder _elements = ImmutableArray.CreateBuilder<string>();
    private readonly StringBuilder _element = new();
    private bool _quoted;

    internal KeyPath ReadWhole()
    {
        var path = Read();
        return cursor.Peek.Kind == TokenKind.End ? path
            : throw cursor.Fault(cursor.Peek, $"{TokenCursor.Show(cursor.Peek)} cannot be in a path.");
    }

    internal KeyPath Read()
    {
        cursor.SkipSpace();
        var start = cursor.Peek;
        var space = "";
        for (; ; cursor.Take())
        {
            var token = cursor.Peek;
            if (token.Kind == TokenKind.Space)
            {
                space = token.Text;
                continue;
            }

            if (token.Kind is not (TokenKind.Text or TokenKind.Quoted))
                break;
            _element.Append(space);
            space = "";
            Append(token);
        }

        EndElement(start);
        return new KeyPath(_elements.DrainToImmutable());
    }

    private void Append(Token token)
    {
        if (token.Kind == TokenKind.Quoted)
        {
            _element.Append(token.Text);
            _quoted = true;
            return;
        }

        var parts = token.Text.Split('.');
        _element.Append(parts[0]);
        foreach (var part in parts.AsSpan(1))
        {
            EndElement(token);
            _element.Append(part);
        }
    }

    private void EndElement(Token at)
    {
        if (_element.Length == 0 && !_quoted)
        {
            throw cursor.Fault(at, at.Kind is TokenKind.Text or TokenKind.Quoted
                ? "a path has an empty element: a dot at its start, at its end or next to another dot. Write \"\" for an empty element."
                : $"expected a key or path, not {TokenCursor.Show(at)}.");
        }

        _elements.Add(_element.ToString());
        _element.Clear();
        _quoted = false;
        if (_elements.Count > Limits.Nesting)
            throw cursor.Fault(at, $"a path has more than {Limits.Nesting} elements.");
    }
}
