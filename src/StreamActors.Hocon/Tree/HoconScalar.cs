namespace StreamActors.Hocon;

public enum ScalarKind
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>A number keeps its text; its consumer decides the type.</summary>
public sealed class HoconScalar(ScalarKind type, string text, ValueOrigin valueOrigin) : HoconValue(valueOrigin, 1L + text.Length)
{
    public ScalarKind Type { get; } = type;

    public string Text { get; } = text;

    public bool IsNull => Type == ScalarKind.Null;

    internal override string Kind => Type switch
    {
        ScalarKind.Number => "a number",
        ScalarKind.Boolean => "a boolean",
        ScalarKind.Null => "null",
        _ => "a text",
    };

    internal HoconScalar At(ValueOrigin valueOrigin) => new(Type, Text, valueOrigin);
}
