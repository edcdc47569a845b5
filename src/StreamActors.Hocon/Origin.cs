namespace StreamActors.Hocon;

public enum OriginKind
{
    File,
    Environment,
    Option,
    Other,
}

/// <summary>
/// Where a value was written. For a substitution, <see cref="Through"/> names where its value came from, so that the operator
/// is pointed to both the line and the variable.
/// </summary>
public sealed record Origin(OriginKind Kind, string Source, int Line = 0, int Column = 0, Origin? Through = null)
{
    public static Origin At(string source, int line, int column) => new(OriginKind.File, source, line, column);

    public static Origin Environment(string variable) => new(OriginKind.Environment, $"environment variable {variable}");

    public static Origin Option(string option) => new(OriginKind.Option, $"option {option}");

    public static Origin Other(string source) => new(OriginKind.Other, source);

    /// <summary>The value is plain text from outside a file: it has no HOCON type.</summary>
    public bool IsPlainText => Through?.IsPlainText ?? Kind is not OriginKind.File;

    public override string ToString()
    {
        var place = Line > 0 ? $"{Source}:{Line}:{Column}" : Source;
        return Through is null ? place : $"{place} (from {Through})";
    }
}
