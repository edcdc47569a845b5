namespace StreamActors.Media.Mpegts;

/// <summary>What a sequence parameter set says of the pictures.</summary>
/// <param name="Chroma">0 to 3: none, 4:2:0, 4:2:2, 4:4:4.</param>
internal readonly record struct PictureFormat(int Chroma, int LumaDepth, int ChromaDepth, int Width, int Height)
{
    /// <param name="set">From its NAL header on, without emulation prevention.</param>
    public static PictureFormat OfAvc(ReadOnlySpan<byte> set)
    {
        var bits = new BitReader(set);
        bits.Bits(8);
        var profile = bits.Bits(8);
        bits.Bits(16);
        bits.Ue();
        var (chroma, luma, depth) = (1, 8, 8);
        if (profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135)
        {
            chroma = bits.Ue();
            if (chroma == 3)
                bits.Bit();
            (luma, depth) = (8 + bits.Ue(), 8 + bits.Ue());
            bits.Bit();
            for (int list = 0, lists = bits.Bit() == 0 ? 0 : chroma == 3 ? 12 : 8; list < lists; list++)
            {
                if (bits.Bit() == 1)
                    SkipScaling(ref bits, list < 6 ? 16 : 64);
            }
        }
        bits.Ue();
        SkipOrder(ref bits);
        bits.Ue();
        bits.Bit();
        var (width, height) = ((bits.Ue() + 1) * 16, bits.Ue() + 1);
        var fields = 2 - bits.Bit();
        if (fields == 2)
            bits.Bit();
        bits.Bit();
        return Cropped(ref bits, chroma, luma, depth, width, height * 16 * fields, fields);
    }

    /// <param name="set">From its NAL header on, without emulation prevention.</param>
    public static PictureFormat OfHevc(ReadOnlySpan<byte> set, out int id)
    {
        var bits = new BitReader(set);
        bits.Bits(20);
        var layers = bits.Bits(3);
        bits.Bits(1 + 96);
        var there = bits.Bits(2 * layers) << (16 - (2 * layers));
        if (layers > 0)
            bits.Bits(16 - (2 * layers));
        for (; layers > 0; layers--, there <<= 2)
            bits.Bits(((there & 0x8000) != 0 ? 88 : 0) + ((there & 0x4000) != 0 ? 8 : 0));
        id = bits.Ue();
        var chroma = bits.Ue();
        if (chroma == 3)
            bits.Bit();
        var format = Cropped(ref bits, chroma, 0, 0, bits.Ue(), bits.Ue(), 1);
        return format with { LumaDepth = 8 + bits.Ue(), ChromaDepth = 8 + bits.Ue() };
    }

    private static PictureFormat Cropped(ref BitReader bits, int chroma, int luma, int depth, int width, int height, int fields)
    {
        if (bits.Bit() == 1)
        {
            width -= (chroma is 1 or 2 ? 2 : 1) * (bits.Ue() + bits.Ue());
            height -= (chroma == 1 ? 2 : 1) * fields * (bits.Ue() + bits.Ue());
        }
        return new(chroma, luma, depth, width, height);
    }

    private static void SkipOrder(ref BitReader bits)
    {
        var type = bits.Ue();
        if (type == 0)
            bits.Ue();
        if (type != 1)
            return;
        bits.Bit();
        bits.Ue();
        bits.Ue();
        for (var cycle = Math.Min(255, bits.Ue()); cycle > 0; cycle--)
            bits.Ue();
    }

    private static void SkipScaling(ref BitReader bits, int size)
    {
        for (int left = size, last = 8, next = 8; left > 0 && next != 0; left--, last = next)
        {
            var code = bits.Ue();
            next = (last + ((code & 1) == 1 ? (code + 1) / 2 : -code / 2)) & 255;
        }
    }
}
