using System.Text;

namespace StreamActors.Hocon.Syntax;

internal sealed partial class HoconReader
{
    /// <summary>Everything up to the end of the line, a comma or a closing bracket is one value, possibly of several parts.</summary>
    private Node ReadValue(KeyPath? path, KeyPath? key, int depth)
    {
        var parts = new List<Node>();
        var space = default(Token);
        for (; ; )
        {
            var token = cursor.Peek;
            if (token.Kind == TokenKind.Space)
            {
                space = cursor.Take();
                continue;
            }

            if (!BeginsPart(token))
                break;
            if (parts.Count > 0 && space.Kind == TokenKind.Space)
                parts.Add(new SpaceNode(space.Text, cursor.Origin(space)));
            space = default;
            parts.Add(ReadPart(path, depth));
        }

        return parts.Count switch
        {
            0 => throw NoValue(key),
            1 => parts[0],
            _ => Join(parts),
        };
    }

    private static bool BeginsPart(Token token) => token.Kind is TokenKind.Text or TokenKind.Quoted or TokenKind.OpenBrace
        or TokenKind.OpenBracket or TokenKind.Substitution or TokenKind.OptionalSubstitution;

    private HoconException NoValue(KeyPath? key)
    {
        var at = cursor.Peek;
        return cursor.Fault(at, key is null
            ? $"expected a value, not {TokenCursor.Show(at)}."
            : $"the key {key} has no value: {TokenCursor.Show(at)} follows. Write \"\" for an empty text.");
    }

    private Node ReadPart(KeyPath? path, int depth)
    {
        var token = cursor.Peek;
        switch (token.Kind)
        {
            case TokenKind.OpenBracket:
                return ReadArray(depth);
            case TokenKind.OpenBrace:
                var node = new ObjectNode(cursor.Origin(token));
                ReadBraces(node, path, depth);
                return node;
            case TokenKind.Substitution or TokenKind.OptionalSubstitution:
                return ReadSubstitution();
            default:
                cursor.Take();
                var type = token.Kind == TokenKind.Quoted ? ScalarKind.Text : TypeOf(token.Text);
                return new ScalarNode(new HoconScalar(type, token.Text, cursor.Origin(token)));
        }
    }

    private static ScalarKind TypeOf(string text) => text switch
    {
        "true" or "false" => ScalarKind.Boolean,
        "null" => ScalarKind.Null,
        _ => JsonNumber.Is(text) ? ScalarKind.Number : ScalarKind.Text,
    };

    private ArrayNode ReadArray(int depth)
    {
        var open = cursor.Take();
        if (depth >= Limits.Nesting)
            throw cursor.Fault(open, TooDeep);
        var list = new ArrayNode(cursor.Origin(open));
        cursor.SkipBlank();
        while (cursor.Peek.Kind != TokenKind.CloseBracket)
        {
            if (cursor.Peek.Kind == TokenKind.End)
                throw cursor.Fault(open, "this '[' is never closed.");
            list.Items.Add(ReadValue(null, null, depth + 1));
            ReadSeparator(TokenKind.CloseBracket);
        }

        cursor.Take();
        return list;
    }

    private ReferenceNode ReadSubstitution()
    {
        var open = cursor.Take();
        var path = new PathReader(cursor).Read();
        if (!cursor.TryTake(TokenKind.CloseBrace))
            throw cursor.Fault(cursor.Peek,
                $"the substitution ${{{path} is closed by '}}' on its line, not followed by {TokenCursor.Show(cursor.Peek)}.");
        if (place.Prefixes is not { } prefixes)
            throw cursor.Fault(open, "a file included in a list cannot contain substitutions. Include it outside the list.");
        return new ReferenceNode([.. prefixes.Select(prefix => prefix.Then(path))], open.Kind == TokenKind.OptionalSubstitution,
            cursor.Origin(open));
    }

    private static Node Join(List<Node> parts)
    {
        var text = parts.Find(part => part is ScalarNode);
        var structure = parts.Find(part => part is ArrayNode or ObjectNode);
        if (text is not null && structure is not null)
        {
            var late = parts.IndexOf(text) > parts.IndexOf(structure) ? text : structure;
            throw new HoconException(late.Origin, "text cannot be concatenated with a list or object. Is a comma or a new line missing?");
        }

        return parts.TrueForAll(part => part is ScalarNode or SpaceNode) ? JoinText(parts) : new ConcatenationNode(parts);
    }

    private static ScalarNode JoinText(List<Node> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(part is ScalarNode scalar ? scalar.Head.Scalar.Text : ((SpaceNode)part).Text);
        return new ScalarNode(new HoconScalar(ScalarKind.Text, text.ToString(), parts[0].Origin));
    }
}
