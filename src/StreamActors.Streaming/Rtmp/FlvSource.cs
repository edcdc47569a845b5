using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>One program of a relay as FLV, made once for all RTMP outputs and players that carry it. Used by their thread.</summary>
internal sealed class FlvSource : IDisposable
{
    private readonly RelayHost _host;
    private readonly RelayCursor _cursor;
    private readonly TsToFlv _tsToFlv;
    private long _jumps;

    public FlvSource(RelayHost host, ReaderSignal readerSignal, int? program)
    {
        (_host, Program, _cursor) = (host, program, host.Open(readerSignal));
        _tsToFlv = new TsToFlv(Ring.Add, program);
    }

    public int? Program { get; }

    public int Users { get; set; }

    public FlvRing Ring { get; } = new();

    /// <summary>Why a track of the stream cannot be carried; null if all can.</summary>
    public string? Refusal => _tsToFlv.Refusal;

    public bool IsHevc => _tsToFlv.Video == StreamCoding.Hevc;

    public bool IsAac => _tsToFlv.Audio == StreamCoding.Aac;

    /// <summary>The relay has ended, and everything of it is in the ring.</summary>
    public bool Ended { get; private set; }

    public void Pump()
    {
        for (var bytes = _cursor.Peek(); !bytes.IsEmpty; bytes = _cursor.Peek())
        {
            if (_cursor.Jumps != _jumps)
                _tsToFlv.Miss();
            _jumps = _cursor.Jumps;
            _tsToFlv.Take(bytes);
            if (_tsToFlv.Video == StreamCoding.Unknown)
                Ring.VideoEnded();
            _cursor.Advance(bytes.Length / TsPacket.Size);
        }
        if (!_cursor.Ended || Ended)
            return;
        _tsToFlv.Flush();
        Ended = true;
    }

    public void Dispose()
    {
        _host.Close(_cursor);
        Ring.Dispose();
    }
}
