using System.Buffers;
using System.IO.Pipelines;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>
/// One HTTP reader: its position in the relay, and the response it is written to. While a write is under way nothing more is written; a
/// reader that falls a ring behind loses what it missed, and goes on with a key frame.
/// </summary>
internal sealed class HttpFeed(RelayReader reader, PipeWriter output) : IOutputFeed
{
    /// <summary>Of one write; what is left follows with the next.</summary>
    private const int Most = 1 << 20;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<FlushResult> _writing = Task.FromResult(default(FlushResult));
    private RelayCursor? _cursor;
    private long _bytes;
    private volatile bool _leaving;

    public bool Leaving { get => _leaving; set => _leaving = value; }

    /// <summary>Completes when nothing is written any more.</summary>
    public Task Ended => _ended.Task;

    public bool IsBlocked => !_writing.IsCompleted;

    public void Begin(ReaderSignal readerSignal) => _cursor = reader.Host.Open(readerSignal);

    /// <returns>False if the relay has ended, or the reader has gone.</returns>
    public bool Pump()
    {
        if (IsBlocked)
            return true;
        if (!_writing.IsCompletedSuccessfully || _writing.Result.IsCompleted)
            return false;
        var sent = 0;
        for (var bytes = _cursor!.Peek(); !bytes.IsEmpty && sent < Most; bytes = _cursor.Peek())
        {
            output.Write(bytes);
            sent += bytes.Length;
            _cursor.Advance(bytes.Length / TsPacket.Size);
        }
        reader.Report(_bytes += sent, _cursor.Lost);
        if (sent > 0)
            _writing = output.FlushAsync(CancellationToken.None).AsTask();
        return sent > 0 || !_cursor.Ended;
    }

    public void LetGo(DriverEnd? broken = null)
    {
        if (_cursor is { } cursor)
            reader.Host.Close(cursor);
        _ = _writing.ContinueWith(_ => _ended.SetResult(), TaskScheduler.Default);
    }
}
