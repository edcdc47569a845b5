using StreamActors.Domain.Workloads;

namespace StreamActors.Control;

/// <summary>
/// What a workload has carried lately: 15 minutes by the second and 24 hours by the minute, in 18.7 KB. Bit rates are averages, losses are
/// sums, and what is behind is the highest value. Losses and what is behind are exact up to 256, then within 0.4 %.
/// </summary>
internal sealed class RateSeries
{
    public const int Seconds = 900;
    public const int Minutes = 1440;

    /// <summary>A value so late may have been overtaken on its way; one from before that shows that the clock was set back.</summary>
    private const int MostLate = 10;

    private readonly Lock _lock = new();
    private readonly Ring _bySecond = new(Seconds);
    private readonly Ring _byMinute = new(Minutes);
    private long _incarnation = -1;
    private long _lost;
    private (double Bits, int Count, long Lost, long? Behind) _minute;

    public void Take(WorkloadFigures figures, long second)
    {
        lock (_lock)
        {
            if (_bySecond.Newest - second is var back && back > 0)
            {
                if (back < MostLate)
                    return;
                _bySecond.Clear();
                _byMinute.Clear();
            }
            var lost = figures.Incarnation == _incarnation ? Math.Max(0, figures.LostPackets - _lost)
                : _incarnation < 0 ? 0 : figures.LostPackets;
            (_incarnation, _lost) = (figures.Incarnation, figures.LostPackets);
            if (second / 60 != _byMinute.Newest)
                _minute = default;
            _minute = (_minute.Bits + figures.BitsPerSecond, _minute.Count + 1, _minute.Lost + lost,
                figures.BehindPackets > (_minute.Behind ?? -1) ? figures.BehindPackets : _minute.Behind);
            _byMinute.Put(second / 60, (long)(_minute.Bits / _minute.Count), _minute.Lost, _minute.Behind);
            if (second == _bySecond.Newest + 2) // figures come about once a second: one may skip a slot
                _bySecond.Put(second - 1, figures.BitsPerSecond, 0, figures.BehindPackets);
            _bySecond.Put(second, figures.BitsPerSecond, second == _bySecond.Newest ? lost + _bySecond.Lost(second) : lost,
                figures.BehindPackets);
        }
    }

    /// <returns>From the first slot that has a value to that of <paramref name="now"/>; the first slot is numbered from 1970.</returns>
    public (long First, IReadOnlyList<(long? Bits, long? Lost, long? Behind)> Slots) Read(bool byMinute, long now)
    {
        lock (_lock)
            return byMinute ? _byMinute.Read(now / 60) : _bySecond.Read(now);
    }

    private sealed class Ring
    {
        private const uint NoBits = uint.MaxValue;
        private const ushort Nothing = ushort.MaxValue;

        private readonly uint[] _bits;
        private readonly ushort[] _lost;
        private readonly ushort[] _behind;

        public Ring(int slots)
        {
            (_bits, _lost, _behind) = (new uint[slots], new ushort[slots], new ushort[slots]);
            Clear();
        }

        public long Newest { get; private set; } = long.MinValue / 2;

        public void Clear()
        {
            Newest = long.MinValue / 2;
            _bits.AsSpan().Fill(NoBits);
        }

        public long Lost(long slot) => Long(_lost[slot % _lost.Length]);

        public void Put(long slot, long bits, long lost, long? behind)
        {
            for (var skipped = Math.Max(Newest, slot - _bits.Length) + 1; skipped < slot; skipped++)
                _bits[skipped % _bits.Length] = NoBits;
            var at = slot % _bits.Length;
            (_bits[at], _lost[at]) = ((uint)Math.Clamp(bits, 0, NoBits - 1), Short(lost));
            _behind[at] = behind is { } packets ? Short(packets) : Nothing;
            Newest = slot;
        }

        public (long, IReadOnlyList<(long? Bits, long? Lost, long? Behind)>) Read(long now)
        {
            var first = Math.Max(now - _bits.Length + 1, Newest - _bits.Length + 1);
            while (first <= Newest && _bits[first % _bits.Length] == NoBits)
                first++;
            List<(long?, long?, long?)> slots = [];
            for (var slot = first; first <= Newest && slot <= now; slot++)
            {
                var at = slot % _bits.Length;
                slots.Add(slot > Newest || _bits[at] == NoBits ? (null, null, null)
                    : (_bits[at], Long(_lost[at]), _behind[at] == Nothing ? null : Long(_behind[at])));
            }
            return (slots.Count == 0 ? now : first, slots);
        }

        /// <summary>The upper half of a 32-bit float: any size, in two bytes.</summary>
        private static ushort Short(long value) => (ushort)((BitConverter.SingleToUInt32Bits(Math.Max(0, value)) + 0x8000) >> 16);

        private static long Long(ushort value) => (long)BitConverter.UInt32BitsToSingle((uint)value << 16);
    }
}
