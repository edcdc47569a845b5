namespace StreamActors.Hocon.Shapes;

/// <summary>A single value. Numbers and booleans may also be text, since everything from the environment is.</summary>
internal sealed class ScalarShape(string wanted, Func<string, object?> parse, Func<object, string> write, ScalarKind written) : Shape
{
    internal override string Wanted => wanted;

    internal override bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result)
    {
        result = value is HoconScalar { IsNull: false } scalar ? parse(scalar.Text) : null;
        return result is not null || findings.Wrong(value, path, wanted);
    }

    internal override HoconValue Write(object value) => new HoconScalar(written, write(value), ValueOrigin.Other("options"));
}
