using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>Splits chunks of bytes into lines. Bytes beyond <paramref name="longest"/> are cut off, and the receiver is informed.</summary>
internal sealed class LineCutter(Action<string, bool> take, int longest)
{
    private readonly byte[] _line = new byte[longest];
    private int _length;
    private bool _tooLong;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            Keep(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
                return;
            Flush();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Takes the rest as a line at the end of the stream.</summary>
    internal void Flush()
    {
        if (_length > 0)
            take(Encoding.UTF8.GetString(_line, 0, _length), _tooLong);
        (_length, _tooLong) = (0, false);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var fits = Math.Min(bytes.Length, _line.Length - _length);
        bytes[..fits].CopyTo(_line.AsSpan(_length));
        _length += fits;
        _tooLong |= fits < bytes.Length;
    }
}
