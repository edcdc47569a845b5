namespace StreamActors.Media.Mpegts;

/// <summary>NAL units after start codes.</summary>
internal static class AnnexB
{
    /// <summary>The next NAL unit, without the zeros that may follow it; false at the end.</summary>
    public static bool Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> unit)
    {
        ReadOnlySpan<byte> start = [0, 0, 1];
        unit = default;
        while (rest.IndexOf(start) is >= 0 and var at)
        {
            rest = rest[(at + start.Length)..];
            var end = rest.IndexOf(start);
            unit = (end < 0 ? rest : rest[..end]).TrimEnd((byte)0);
            if (!unit.IsEmpty)
                return true;
        }
        return false;
    }

    /// <summary>Removes the emulation prevention from the start of a unit, as far as <paramref name="into"/> reaches.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> unit, Span<byte> into)
    {
        var (zeros, count) = (0, 0);
        foreach (var b in unit)
        {
            if (count == into.Length)
                break;
            if (zeros >= 2 && b == 3)
            {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            into[count++] = b;
        }
        return into[..count];
    }
}
