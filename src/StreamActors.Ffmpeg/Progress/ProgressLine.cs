using System.Buffers.Text;

namespace StreamActors.Ffmpeg;

/// <summary>One <c>key=value</c> of FFmpeg's -progress. What does not parse is unknown, never an error: versions differ.</summary>
internal static class ProgressLine
{
    /// <returns>True if the line ends a report.</returns>
    internal static bool Read(ReadOnlySpan<byte> line, ProgressReport into)
    {
        var equals = line.IndexOf((byte)'=');
        if (equals <= 0)
            return false;
        var key = line[..equals];
        var value = line[(equals + 1)..].Trim((byte)' ');
        if (key.SequenceEqual("frame"u8))
            into.Frames = Whole(value);
        else if (key.SequenceEqual("total_size"u8))
            into.Bytes = Whole(value);
        else if (key.SequenceEqual("out_time_us"u8))
            into.OutTime = Whole(value) is { } microseconds and < long.MaxValue / 10 ? TimeSpan.FromTicks(microseconds * 10) : null;
        else if (key.SequenceEqual("speed"u8))
            into.Speed = Real(value, "x"u8);
        else if (key.SequenceEqual("fps"u8))
            into.FramesPerSecond = Real(value, []);
        else if (key.SequenceEqual("bitrate"u8))
            into.BitsPerSecond = Real(value, "kbits/s"u8) * 1000;
        else if (key.SequenceEqual("dup_frames"u8))
            into.Duplicated = Whole(value);
        else if (key.SequenceEqual("drop_frames"u8))
            into.Dropped = Whole(value);
        else if (key.SequenceEqual("progress"u8))
        {
            into.Last = value.SequenceEqual("end"u8);
            return true;
        }
        return false;
    }

    /// <summary>FFmpeg prints a negative number for an unknown counter.</summary>
    private static long? Whole(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length && number >= 0 ? number : null;

    private static double? Real(ReadOnlySpan<byte> value, ReadOnlySpan<byte> unit) =>
        value.EndsWith(unit) && Utf8Parser.TryParse(value[..^unit.Length].Trim((byte)' '), out double number, out var used)
        && used == value[..^unit.Length].Trim((byte)' ').Length && double.IsFinite(number) && number >= 0
            ? number
            : null;
}
