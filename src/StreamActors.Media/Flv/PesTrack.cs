using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>One elementary stream whose PES packets are put together. What is left of a unit's content may stay for the next.</summary>
internal sealed class PesTrack
{
    /// <summary>Longer pictures are taken for damaged.</summary>
    private const int Longest = 8 << 20;

    private Continuity _counter = new();
    private PesUnit _head;
    private byte[] _content = new byte[16 << 10];

    public int Pid { get; private set; } = -1;

    public StreamCoding Coding { get; private set; }

    /// <summary>A unit has begun and is not taken yet.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Packets of the unit are missing, or, between units, packets of others.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>What stayed of the unit before is before this offset.</summary>
    public int Fresh { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Content => _content.AsSpan(0, Length);

    /// <summary>Its PES packet says how long it is, and all of it has come.</summary>
    public bool IsWhole => IsOpen && _head.ContentLength is > 0 and var expected && Length - Fresh >= expected;

    /// <summary>Another stream is to be read; false if it is the same.</summary>
    public bool Choose(int pid, StreamCoding coding)
    {
        if ((pid, coding) == (Pid, Coding))
            return false;
        (Pid, Coding, _counter) = (pid, coding, new Continuity());
        Done(Length);
        return true;
    }

    /// <summary>Packets are missing before the next one.</summary>
    public void Miss() => IsDamaged = true;

    /// <returns>False if the packet repeats the one before.</returns>
    public bool Count(in TsPacket packet)
    {
        var step = _counter.Take(packet, packet.Adaptation.Discontinuity);
        if (step is ContinuityStep.Broken or ContinuityStep.Announced)
            IsDamaged = true;
        return step != ContinuityStep.Repeat;
    }

    public void Begin()
    {
        (IsOpen, IsDamaged, Fresh) = (true, false, Length);
        _head.Begin();
    }

    public void Add(ReadOnlySpan<byte> payload)
    {
        if (!IsOpen || IsDamaged)
            return;
        var content = payload[_head.Take(payload)..];
        if (Length + content.Length > Longest)
        {
            IsDamaged = true;
            return;
        }
        if (Length + content.Length > _content.Length)
            Array.Resize(ref _content, Math.Max(2 * _content.Length, Length + content.Length));
        content.CopyTo(_content.AsSpan(Length));
        Length += content.Length;
    }

    public bool TryTimes(out long pts, out long dts)
    {
        var there = _head.TryPts(out pts);
        if (!_head.TryDts(out dts))
            dts = pts;
        return there;
    }

    /// <summary>The unit has been used up to here.</summary>
    public void Done(int used)
    {
        _content.AsSpan(used, Length - used).CopyTo(_content);
        (IsOpen, IsDamaged, Length) = (false, false, Length - used);
    }
}
