namespace StreamActors.Media.Flv;

public enum FlvTagType : byte
{
    Audio = 8,
    Video = 9,
    Script = 18,
}

/// <summary>Takes one FLV tag; the body is valid only during the call.</summary>
/// <param name="timestamp">Milliseconds, all 32 bits of them; it wraps.</param>
public delegate void FlvTagSink(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body);

/// <summary>The publisher sends what MPEG-TS cannot carry. The message is for the operator.</summary>
public sealed class FlvUnsupportedException(string message) : Exception(message);

internal enum FlvPart
{
    Nothing,

    /// <summary>The sequence header: parameter sets, or AudioSpecificConfig.</summary>
    Config,
    Frame,
}
