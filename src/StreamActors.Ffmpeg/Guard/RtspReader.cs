using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>A message, or whole frames as received: frames are valid until the next read.</summary>
internal readonly record struct RtspItem(RtspMessage? Message, ReadOnlyMemory<byte> Frames);

/// <summary>One direction of an RTSP connection: messages and interleaved media frames ('$', channel, length, bytes).</summary>
internal sealed class RtspReader(Socket socket)
{
    /// <summary>More than any frame or stream description needs.</summary>
    private const int Longest = 128 * 1024;

    private const int LongestLine = 4096;
    private const byte FrameSign = (byte)'$';

    private readonly byte[] _buffer = new byte[Longest];
    private int _from;
    private int _to;

    /// <summary>The input is malformed or ambiguous: nothing after it is read.</summary>
    public bool IsBroken { get; private set; }

    /// <returns>Null at the end of the connection, or if it is broken.</returns>
    public async Task<RtspItem?> Next(CancellationToken stop)
    {
        do
        {
            while (_from < _to && _buffer[_from] != FrameSign && IsText() == false)
                _from++; // neither: skipped, as FFmpeg does
            if (_from < _to && Take() is { } item)
                return item;
        }
        while (!IsBroken && await More(stop));
        return null;
    }

    private RtspItem? Take()
    {
        if (_buffer[_from] == FrameSign)
            return TakeFrames() is { Length: > 0 } frames ? new RtspItem(null, frames) : null;
        return IsText() == true && TakeMessage() is { } message ? new RtspItem(message, default) : null;
    }

    private ReadOnlyMemory<byte> TakeFrames()
    {
        var end = _from;
        while (end + 4 <= _to && _buffer[end] == FrameSign && end + 4 + Length(end) is var next && next <= _to)
            end = next;
        var frames = _buffer.AsMemory(_from, end - _from);
        _from = end;
        return frames;
    }

    private int Length(int at) => (_buffer[at + 2] << 8) | _buffer[at + 3];

    /// <summary>Whether an RTSP line begins here; null if more bytes are needed.</summary>
    private bool? IsText()
    {
        if (_buffer[_from] is < (byte)'A' or > (byte)'Z')
            return false;
        var there = _buffer.AsSpan(_from, Math.Min(_to - _from, LongestLine));
        var end = there.IndexOf("\r\n"u8);
        if (end < 0)
            return there.Length == LongestLine ? false : null;
        return there.StartsWith("RTSP/1."u8) || there[..end].IndexOf(" RTSP/1."u8) > 0;
    }

    private RtspMessage? TakeMessage()
    {
        var there = _buffer.AsSpan(_from, _to - _from);
        var end = there.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var message = RtspMessage.Parse(Encoding.Latin1.GetString(there[..end]), []);
        var length = message is null ? null : LengthOf(message);
        if (message is null || length is null)
        {
            IsBroken = true;
            return null;
        }
        if (length > there.Length - end - 4)
            return null;
        message = message with { Body = there.Slice(end + 4, length.Value).ToArray() };
        _from += end + 4 + length.Value;
        return message;
    }

    /// <returns>Null if it is repeated with another value or no number: FFmpeg might use another one.</returns>
    private static int? LengthOf(RtspMessage message) => message.All("Content-Length").Distinct(StringComparer.Ordinal).ToList() switch
    {
        [] => 0,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) => length,
        _ => null,
    };

    private async Task<bool> More(CancellationToken stop)
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }
        if (_to == _buffer.Length)
            return false; // longer than any RTSP word
        var read = await socket.ReceiveAsync(_buffer.AsMemory(_to), stop);
        _to += read;
        return read > 0;
    }
}
