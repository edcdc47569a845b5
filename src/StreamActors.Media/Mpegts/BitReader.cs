namespace StreamActors.Media.Mpegts;

/// <summary>Reads bits from the most significant one. Past the end it returns zeros.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public int Bit()
    {
        var bit = _at >> 3 < _bytes.Length ? (_bytes[_at >> 3] >> (7 - (_at & 7))) & 1 : 0;
        _at++;
        return bit;
    }

    public int Bits(int count)
    {
        var value = 0;
        for (; count > 0; count--)
            value = (value << 1) | Bit();
        return value;
    }

    /// <summary>An unsigned Exp-Golomb number; -1 when there is none.</summary>
    public int Ue()
    {
        var zeros = 0;
        while (Bit() == 0)
        {
            if (++zeros > 24)
                return -1;
        }
        return (1 << zeros) - 1 + Bits(zeros);
    }

    public BitReader SkipUe()
    {
        Ue();
        return this;
    }
}
