using System.Buffers.Binary;
using System.Text;

namespace StreamActors.Media.Rtmp;

/// <summary>
/// Reads AMF0, and AMF3 where a value switches to it. What it allocates is bounded by <see cref="MostValues"/> and the body.
/// </summary>
public ref struct AmfReader(ReadOnlySpan<byte> body)
{
    public const int Deepest = 16;

    public const int MostValues = 2048;

    private ReadOnlySpan<byte> _rest = body;
    private int _values;
    private List<object?>? _objects;

    public readonly bool AtEnd => _rest.Length == 0;

    /// <summary>All values of a command or data message; the byte 0 with which an AMF3 message begins is skipped.</summary>
    public static List<object?> ReadAll(ReadOnlySpan<byte> body, bool amf3 = false)
    {
        var reader = new AmfReader(amf3 && body.Length > 0 && body[0] == 0 ? body[1..] : body);
        List<object?> values = [];
        while (!reader.AtEnd)
            values.Add(reader.Read());
        return values;
    }

    /// <exception cref="RtmpException">It is not AMF, or exceeds a limit.</exception>
    public object? Read() => Read(0);

    private object? Read(int depth)
    {
        Count(depth);
        switch (Byte())
        {
            case 0x00:
                return BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));
            case 0x01:
                return Byte() != 0;
            case 0x02:
                return Text(Word());
            case 0x03:
                return Properties(new AmfObject(), depth);
            case 0x05 or 0x06 or 0x0D:
                return null;
            case 0x07:
                return Known(Word());
            case 0x08:
                Bytes(4); // a hint of the count; what counts is the end mark
                return Properties(new AmfObject { IsArray = true }, depth);
            case 0x0A:
                return Array(Long(), depth);
            case 0x0B:
                var milliseconds = BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));
                Bytes(2);
                return DateOf(milliseconds);
            case 0x0C or 0x0F:
                return Text(Long());
            case 0x10:
                Text(Word());
                return Properties(new AmfObject(), depth);
            case 0x11:
                var inner = new Amf3Reader(_rest, MostValues - _values, depth);
                var value = inner.Read();
                _rest = inner.Rest;
                _values = MostValues - inner.Left;
                return value;
            case var marker:
                throw new RtmpException($"AMF0: 0x{marker:x2} is not the type of a value.");
        }
    }

    private AmfObject Properties(AmfObject into, int depth)
    {
        (_objects ??= []).Add(into);
        while (true)
        {
            var length = Word();
            if (length == 0 && _rest.Length > 0 && _rest[0] == 0x09)
            {
                Bytes(1);
                return into;
            }
            var name = Text(length);
            into.Add(name, Read(depth + 1));
        }
    }

    private object?[] Array(uint count, int depth)
    {
        if (count > _rest.Length) // each takes a byte at least
            throw new RtmpException($"AMF0: an array of {count} values in {_rest.Length} bytes.");
        if (count > MostValues - _values)
            throw TooMany();
        var array = new object?[count];
        (_objects ??= []).Add(array);
        for (var i = 0; i < array.Length; i++)
            array[i] = Read(depth + 1);
        return array;
    }

    /// <summary>A reference to an object inside itself would make a loop; commands have no use for any.</summary>
    private readonly object? Known(int index) =>
        index < (_objects?.Count ?? 0) ? null : throw new RtmpException($"AMF0: a reference to object {index}, which there is not.");

    private void Count(int depth)
    {
        if (depth > Deepest)
            throw new RtmpException($"AMF: values nested more than {Deepest} deep.");
        if (++_values > MostValues)
            throw TooMany();
    }

    internal static RtmpException TooMany() => new($"AMF: more than {MostValues} values.");

    /// <summary>Null outside of the years 1 to 9999.</summary>
    internal static object? DateOf(double milliseconds) =>
        milliseconds is > -62_135_596_800_000 and < 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;

    private byte Byte() => Bytes(1)[0];

    private int Word() => BinaryPrimitives.ReadUInt16BigEndian(Bytes(2));

    private uint Long() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    private string Text(uint length) => length <= _rest.Length ? Text((int)length) : throw Short();

    private string Text(int length) => Encoding.UTF8.GetString(Bytes(length));

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
            throw Short();
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    internal static RtmpException Short() => new("AMF: a value is longer than the message.");
}
