using StreamActors.Ffmpeg;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>One FFmpeg that is fed: its place in a relay, and the packet its pipe took half of.</summary>
internal sealed class PipeLane(RelaySeat seat, ChildInput input, LayoutWatch layout) : ILane
{
    private readonly byte[] _rest = new byte[TsPacket.Size];
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;
    private volatile bool _leaving;
    private volatile bool _relayEnded;
    private volatile string? _changed;
    private RelayCursor? _cursor;

    public bool Leaving { get => _leaving; set => _leaving = value; }

    /// <summary>The thread has let go of it.</summary>
    public Task Gone => _gone.Task;

    public long Lost => _cursor?.Lost ?? 0;

    public long Behind => _cursor?.Behind ?? 0;

    /// <summary>What the relay has missed of its source so far.</summary>
    public long Damage => seat.Damage;

    public long FedBytes { get; private set; }

    /// <summary>Its pipe took less than there was.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The relay is over and all of it has been fed. A cursor that was left says so too, whatever its relay does: so it is noted here.</summary>
    public bool RelayEnded => _relayEnded;

    /// <summary>The stream has become another one, and what belonged to the old one has been fed.</summary>
    public string? Changed => _changed;

    public void Begin(Bell bell)
    {
        _cursor = seat.Open(bell);
        layout.Begin(_cursor.Next);
    }

    /// <summary>As much as the pipe takes now. A child that reads slowly falls behind by itself, and holds up nobody.</summary>
    /// <returns>False where the child reads no more, or there is nothing more to read.</returns>
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
        input.Dispose(); // it says goodbye to its peer
        return false;
    }

    private ReadOnlySpan<byte> Peek(RelayCursor cursor) => layout.Left(cursor.Next) is > 0 and var left ? cursor.Peek(left) : default;

    public void LetGo()
    {
        if (_cursor is { } cursor)
            seat.Close(cursor);
        _gone.TrySetResult();
    }
}
