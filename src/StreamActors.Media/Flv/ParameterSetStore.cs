using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>The parameter sets seen in a video stream, newest per id, from which its avcC or hvcC record is made.</summary>
internal sealed class ParameterSetStore(bool isHevc)
{
    /// <summary>More than any real set has.</summary>
    private const int Longest = 4096;

    private const int Vps = 32;
    private const int HevcSps = 33;
    private const int HevcPps = 34;
    private const int AvcSps = 7;
    private const int AvcPps = 8;

    private readonly Dictionary<(int Type, int Id), byte[]> _sets = [];

    public PictureFormat Format { get; private set; }

    /// <summary>A set has changed since the last record.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Takes the unit if it is a parameter set.</summary>
    public bool Take(int type, ReadOnlySpan<byte> unit)
    {
        if (!(isHevc ? type is Vps or HevcSps or HevcPps : type is AvcSps or AvcPps))
            return false;
        if (unit.Length >= (type == AvcPps ? 3 : 5) && unit.Length <= Longest)
            Put(type, unit);
        return true;
    }

    /// <returns>Null as long as a set is missing.</returns>
    public byte[]? Record()
    {
        var record = isHevc ? Hevc() : Avc();
        HasChanged &= record is null;
        return record;
    }

    private void Put(int type, ReadOnlySpan<byte> unit)
    {
        Span<byte> plain = stackalloc byte[256];
        var set = AnnexB.Unescape(unit, plain);
        var id = IdOf(type, set, out var format);
        if (id is < 0 or > 255 || (_sets.TryGetValue((type, id), out var known) && unit.SequenceEqual(known)))
            return;
        _sets[(type, id)] = unit.ToArray();
        Format = format ?? Format;
        HasChanged = true;
    }

    private static int IdOf(int type, ReadOnlySpan<byte> set, out PictureFormat? format)
    {
        format = null;
        switch (type)
        {
            case AvcSps:
                format = PictureFormat.OfAvc(set);
                return new BitReader(set[4..]).Ue() is >= 0 and < 31 and var id ? id : -1;
            case HevcSps:
                format = PictureFormat.OfHevc(set, out var sequence);
                return sequence;
            case Vps:
                return set[2] >> 4;
            default:
                return new BitReader(set[(type == HevcPps ? 2 : 1)..]).Ue();
        }
    }

    private byte[]? Avc()
    {
        var (sequences, pictures) = (Of(AvcSps), Of(AvcPps));
        if (sequences is not [var first, ..] || pictures.Count == 0)
            return null;
        var record = new List<byte> { 1, first[1], first[2], first[3], 0xFF, (byte)(0xE0 | sequences.Count) };
        Add(record, sequences);
        record.Add((byte)Math.Min(pictures.Count, byte.MaxValue));
        Add(record, pictures.Take(byte.MaxValue));
        if (first[1] is not (66 or 77 or 88))
            record.AddRange([(byte)(0xFC | Format.Chroma), (byte)(0xF8 | (Format.LumaDepth - 8)), (byte)(0xF8 | (Format.ChromaDepth - 8)), 0]);
        return [.. record];
    }

    private byte[]? Hevc()
    {
        var sequences = Of(HevcSps);
        if (sequences.Count == 0 || Of(Vps).Count == 0 || Of(HevcPps).Count == 0)
            return null;
        Span<byte> plain = stackalloc byte[256];
        var first = AnnexB.Unescape(sequences[0], plain);
        if (first.Length < 15)
            return null;
        // Profile, tier and level; then no segmentation or parallelism told, the format, no frame rate, layers, lengths of four bytes.
        var record = new List<byte>([1, .. first[3..15], 0xF0, 0, 0xFC]);
        record.AddRange([(byte)(0xFC | Format.Chroma), (byte)(0xF8 | (Format.LumaDepth - 8)), (byte)(0xF8 | (Format.ChromaDepth - 8)), 0, 0]);
        record.AddRange([(byte)(((((first[2] >> 1) & 7) + 1) << 3) | ((first[2] & 1) << 2) | 3), 3]);
        foreach (var type in (int[])[Vps, HevcSps, HevcPps])
        {
            var sets = Of(type);
            record.AddRange([(byte)(0x80 | type), (byte)(sets.Count >> 8), (byte)sets.Count]);
            Add(record, sets);
        }
        return [.. record];
    }

    private List<byte[]> Of(int type) => [.. _sets.Where(s => s.Key.Type == type).OrderBy(s => s.Key.Id).Select(s => s.Value)];

    private static void Add(List<byte> record, IEnumerable<byte[]> sets)
    {
        foreach (var set in sets)
        {
            record.AddRange([(byte)(set.Length >> 8), (byte)set.Length]);
            record.AddRange(set);
        }
    }
}
