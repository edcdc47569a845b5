namespace StreamActors.Ffmpeg;

/// <summary>
/// Assembles progress reports from arbitrary chunks. FFmpeg reports once a second (-stats_period is fixed at start); once media flows, the
/// pipe is read every five seconds, because reading is what costs (see <see cref="Child.ReadsProgressSlowly"/>).
/// </summary>
internal sealed class ProgressReader(Action<ProgressReport>? onReport = null)
{
    private readonly byte[] _line = new byte[256];
    private ProgressReport _next = new();
    private int _length;

    /// <summary>Null until the first report.</summary>
    internal ProgressReport? Latest { get; private set; }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..end];
            var fits = Math.Min(piece.Length, _line.Length - _length); // no field is that long: the rest of a longer line is dropped
            piece[..fits].CopyTo(_line.AsSpan(_length));
            _length += fits;
            if (end < 0)
                return;
            Take(_line.AsSpan(0, _length));
            _length = 0;
            bytes = bytes[(end + 1)..];
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (!ProgressLine.Read(line, _next))
            return;
        Latest = _next;
        _next = new ProgressReport();
        onReport?.Invoke(Latest);
    }
}
