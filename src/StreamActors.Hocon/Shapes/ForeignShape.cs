namespace StreamActors.Hocon.Shapes;

/// <summary>A section of another program: anything is allowed.</summary>
internal sealed class ForeignShape : Shape
{
    internal override string Wanted => "anything";

    internal override bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result)
    {
        result = value;
        return true;
    }

    internal override HoconValue Write(object value) => (HoconValue)value;

    internal override IEnumerable<KnownKey> Keys(KeyPath path, object? preset, (bool Required, bool Entry) place) => [];

    internal override bool TryGetMember(string key, out string ours, out Shape shape)
    {
        (ours, shape) = (key, this);
        return true;
    }
}
