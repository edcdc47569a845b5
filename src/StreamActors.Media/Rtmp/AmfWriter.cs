using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StreamActors.Media.Rtmp;

/// <summary>Writes AMF0.</summary>
public static class AmfWriter
{
    public static byte[] Bytes(params ReadOnlySpan<object?> values)
    {
        var output = new ArrayBufferWriter<byte>(256);
        foreach (var value in values)
            Write(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> output, object? value)
    {
        switch (value)
        {
            case null:
                Write(output, [0x05]);
                break;
            case bool flag:
                Write(output, [0x01, flag ? (byte)1 : (byte)0]);
                break;
            case double number:
                Write(output, [0x00]);
                BinaryPrimitives.WriteDoubleBigEndian(output.GetSpan(8), number);
                output.Advance(8);
                break;
            case string text:
                var length = Encoding.UTF8.GetByteCount(text);
                Write(output, length <= ushort.MaxValue ? [0x02] : [0x0C, (byte)(length >> 24), (byte)(length >> 16)]);
                WriteText(output, text, length);
                break;
            case AmfObject properties:
                Write(output, properties.IsArray ? [0x08, 0, 0, (byte)(properties.Count >> 8), (byte)properties.Count] : [0x03]);
                foreach (var (name, property) in properties)
                {
                    WriteText(output, name, Encoding.UTF8.GetByteCount(name));
                    Write(output, property);
                }
                Write(output, [0, 0, 0x09]);
                break;
            case object?[] array:
                Write(output, [0x0A, 0, 0, (byte)(array.Length >> 8), (byte)array.Length]);
                foreach (var item in array)
                    Write(output, item);
                break;
            default:
                throw new ArgumentException($"AMF0 has no {value.GetType().Name} here.", nameof(value));
        }
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes) => output.Write(bytes);

    /// <summary>The lower 16 bits of the length, and the text.</summary>
    private static void WriteText(ArrayBufferWriter<byte> output, string text, int length)
    {
        Write(output, [(byte)(length >> 8), (byte)length]);
        Encoding.UTF8.GetBytes(text, output.GetSpan(length));
        output.Advance(length);
    }
}
