using System.Buffers;
using System.Text.Unicode;

namespace StreamActors.Hocon.Syntax;

internal static class Utf8Text
{
    /// <summary>Strict UTF-8: a replacement character in a password would be noticed far from its cause.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes, string source)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            bytes = bytes[3..];

        var characters = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, characters, out var read, out var written, replaceInvalidSequences: false);
        var text = new string(characters, 0, written);
        if (status == OperationStatus.Done)
            return text;

        var line = text.AsSpan().Count('\n') + 1;
        var column = text.Length - text.LastIndexOf('\n');
        throw new HoconException(ValueOrigin.At(source, line, column),
            $"the byte 0x{bytes[read]:X2} is not UTF-8. Save the file as UTF-8.");
    }
}
