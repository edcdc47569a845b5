namespace StreamActors.Hocon.Syntax;

internal sealed partial class HoconReader
{
    /// <summary>The fields of the included file replace the statement.</summary>
    private void ReadInclude(ObjectNode target, KeyPath? path, int depth)
    {
        var valueOrigin = cursor.Origin(cursor.Take());
        files.CountInclude(valueOrigin);
        var statement = IncludeStatement.Read(cursor);
        var found = false;
        foreach (var (file, source) in IncludedFiles.Candidates(statement.Name, place, valueOrigin))
        {
            if (files.TryRead(file, source, valueOrigin) is not { } text)
                continue;
            found = true;
            IncludedFiles.RefuseCycle(file, place, valueOrigin);
            Of(text, place.Included(source, file, path), files).ReadIncluded(target, path, depth);
            if (file == IncludedFiles.AsWritten(statement.Name, place, valueOrigin))
                break;
        }

        if (!found && statement.Required)
            throw new HoconException(valueOrigin, $"the required file '{statement.Name}' does not exist.");
    }

    private void ReadIncluded(ObjectNode target, KeyPath? path, int depth)
    {
        cursor.SkipBlank();
        if (cursor.Peek.Kind == TokenKind.OpenBracket)
            throw cursor.Fault(cursor.Peek, "an included file must contain an object, not a list.");
        ReadRootFields(target, path, depth);
        ExpectEnd();
    }

    private void ExpectEnd()
    {
        cursor.SkipBlank();
        if (cursor.Peek.Kind != TokenKind.End)
            throw cursor.Fault(cursor.Peek, $"{TokenCursor.Show(cursor.Peek)} follows the end of the document.");
    }
}
