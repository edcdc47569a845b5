namespace StreamActors.Hocon;

public enum ValueOriginKind
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
public sealed record ValueOrigin(ValueOriginKind Kind, string Source, int Line = 0, int Column = 0, ValueOrigin? Through = null)
{
    public static ValueOrigin At(string source, int line, int column) => new(ValueOriginKind.File, source, line, column);

    public static ValueOrigin Environment(string variable) => new(ValueOriginKind.Environment, $"environment variable {variable}");

    public static ValueOrigin Option(string option) => new(ValueOriginKind.Option, $"option {option}");

    public static ValueOrigin Other(string source) => new(ValueOriginKind.Other, source);

    /// <summary>The value is plain text from outside a file: it has no HOCON type.</summary>
    public bool IsPlainText => Through?.IsPlainText ?? Kind is not ValueOriginKind.File;

    public override string ToString()
    {
        var place = Line > 0 ? $"{Source}:{Line}:{Column}" : Source;
        return Through is null ? place : $"{place} (from {Through})";
    }
}
