using System.Buffers.Binary;
using System.Text;

namespace StreamActors.Media.Rtmp;

/// <summary>Reads one AMF3 value, with its reference tables.</summary>
internal ref struct Amf3Reader(ReadOnlySpan<byte> body, int values, int depth)
{
    private readonly List<string> _strings = [];
    private readonly List<Traits> _traits = [];
    private int _objects;

    public ReadOnlySpan<byte> Rest { get; private set; } = body;

    /// <summary>How many values more there may be.</summary>
    public int Left { get; private set; } = values;

    private sealed record Traits(string[] Members, bool IsDynamic);

    public object? Read() => Read(depth);

    private object? Read(int at)
    {
        if (at > AmfReader.Deepest)
            throw new RtmpException($"AMF: values nested more than {AmfReader.Deepest} deep.");
        if (--Left < 0)
            throw AmfReader.TooMany();
        return Bytes(1)[0] switch
        {
            0x00 or 0x01 => null,
            0x02 => false,
            0x03 => true,
            0x04 => (double)((int)(Number() << 3) >> 3),
            0x05 => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)),
            0x06 => Text(),
            0x07 or 0x0B => IsReference(out var length) ? null : Encoding.UTF8.GetString(Bytes(length)),
            0x08 => IsReference(out _) ? null : AmfReader.DateOf(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))),
            0x09 => Array(at),
            0x0A => Object(at),
            0x0C => IsReference(out var length) ? null : Bytes(length).ToArray(),
            var marker => throw new RtmpException($"AMF3: values of type 0x{marker:x2} are not supported."),
        };
    }

    /// <summary>References to objects are read as null, as in AMF0.</summary>
    private bool IsReference(out int length)
    {
        var head = Number();
        length = (int)(head >> 1);
        if ((head & 1) != 0)
        {
            _objects++;
            return false;
        }
        return length < _objects ? true : throw new RtmpException($"AMF3: a reference to object {length}, which there is not.");
    }

    private object? Array(int at)
    {
        if (IsReference(out var count))
            return null;
        var named = Dynamic(new AmfObject { IsArray = true }, at);
        if (count > Rest.Length)
            throw AmfReader.Short();
        if (count > Left)
            throw AmfReader.TooMany();
        var array = new object?[count];
        for (var i = 0; i < count; i++)
            array[i] = Read(at + 1);
        return named.Count > 0 ? named : array;
    }

    private AmfObject? Object(int at)
    {
        var head = Number();
        if ((head & 1) == 0)
            return head >> 1 < (uint)_objects ? null
                : throw new RtmpException($"AMF3: a reference to object {head >> 1}, which there is not.");
        _objects++;
        var traits = TraitsOf(head);
        var into = new AmfObject();
        foreach (var member in traits.Members)
            into.Add(member, Read(at + 1));
        return traits.IsDynamic ? Dynamic(into, at) : into;
    }

    private readonly Traits Known(int index) =>
        index < _traits.Count ? _traits[index] : throw new RtmpException($"AMF3: a reference to traits {index}, which there are not.");

    private Traits TraitsOf(uint head)
    {
        if ((head & 2) == 0)
            return Known((int)(head >> 2));
        if ((head & 4) != 0)
            throw new RtmpException("AMF3: externalizable objects are not supported.");
        Text(); // the name of the class
        var count = (int)(head >> 4);
        if (count > Rest.Length)
            throw AmfReader.Short();
        if (count > Left)
            throw AmfReader.TooMany();
        var members = new string[count];
        for (var i = 0; i < count; i++)
            members[i] = Text();
        Left -= count; // members take memory before there are values
        var traits = new Traits(members, (head & 8) != 0);
        _traits.Add(traits);
        return traits;
    }

    private AmfObject Dynamic(AmfObject into, int at)
    {
        for (var name = Text(); name.Length > 0; name = Text())
            into.Add(name, Read(at + 1));
        return into;
    }

    private string Text()
    {
        var head = Number();
        var length = (int)(head >> 1);
        if ((head & 1) == 0)
            return length < _strings.Count ? _strings[length]
                : throw new RtmpException($"AMF3: a reference to string {length}, which there is not.");
        var text = Encoding.UTF8.GetString(Bytes(length));
        if (text.Length > 0)
            _strings.Add(text);
        return text;
    }

    /// <summary>29 bits in one to four bytes.</summary>
    private uint Number()
    {
        uint number = 0;
        for (var i = 0; i < 3; i++)
        {
            var next = Bytes(1)[0];
            number = (number << 7) | (next & 0x7Fu);
            if (next < 0x80)
                return number;
        }
        return (number << 8) | Bytes(1)[0];
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)Rest.Length)
            throw AmfReader.Short();
        var taken = Rest[..count];
        Rest = Rest[count..];
        return taken;
    }
}
