using StreamActors.Ffmpeg;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>One FFmpeg being fed: its position in a relay, and the packet its pipe took half of.</summary>
internal sealed class PipeFeed(RelayHost host, ChildInput input, LayoutWatch layout) : IOutputFeed
{
    private readonly byte[] _rest = new byte[TsPacket.Size];
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;
    private volatile bool _leaving;
    private volatile bool _relayEnded;
    private volatile string? _changed;
    private RelayCursor? _cursor;

    public bool Leaving { get => _leaving; set => _leaving = value; }

    /// <summary>Completes when the thread has finished with it.</summary>
    public Task Gone => _gone.Task;

    public long Lost => _cursor?.Lost ?? 0;

    public long Behind => _cursor?.Behind ?? 0;

    /// <summary>Packets missing from the source so far.</summary>
    public long Damage => host.Damage;

    public long FedBytes { get; private set; }

    /// <summary>Its pipe is full.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The relay has ended and all of it was fed. Recorded here, because a disposed cursor also reports the end.</summary>
    public bool RelayEnded => _relayEnded;

    /// <summary>Set before <see cref="Gone"/>.</summary>
    public DriverEnd? Broken { get; private set; }

    /// <summary>Describes the stream's change, once everything of the old stream was fed.</summary>
    public string? Changed => _changed;

    public void Begin(ReaderSignal readerSignal)
    {
        _cursor = host.Open(readerSignal);
        layout.Begin(_cursor.Next);
    }

    /// <summary>Writes as much as the pipe takes now. A child that reads slowly falls behind without blocking others.</summary>
    /// <returns>False if the child reads no more, or there is nothing more to read.</returns>
    public bool Feed()
    {
        var cursor = _cursor!;
        IsFull = true;
        if (_left > 0)
        {
            var taken = input.TryWrite(_rest.AsSpan(TsPacket.Size - _left));
            if (taken <= 0)
                return taken == 0;
            FedBytes += taken;
            _left -= taken;
            if (_left > 0)
                return true;
        }
        for (var bytes = Peek(cursor); bytes.Length > 0; bytes = Peek(cursor))
        {
            var taken = input.TryWrite(bytes);
            if (taken <= 0)
                return taken == 0;
            FedBytes += taken;
            var (whole, half) = Math.DivRem(taken, TsPacket.Size);
            if (half > 0)
            {
                _left = TsPacket.Size - half;
                bytes.Slice(taken, _left).CopyTo(_rest.AsSpan(half));
                whole++;
            }
            cursor.Advance(whole);
            if (taken < bytes.Length)
                return true;
        }
        IsFull = false;
        if (layout.Left(cursor.Next) == 0)
            _changed = layout.Change;
        else if (cursor.Ended)
            _relayEnded = true;
        else
            return true;
        input.Dispose(); // FFmpeg closes its connection
        return false;
    }

    private ReadOnlySpan<byte> Peek(RelayCursor cursor) => layout.Left(cursor.Next) is > 0 and var left ? cursor.Peek(left) : default;

    public void LetGo(DriverEnd? broken)
    {
        Broken = broken;
        if (broken is not null)
            input.Dispose();
        if (_cursor is { } cursor)
            host.Close(cursor);
        _gone.TrySetResult();
    }
}
