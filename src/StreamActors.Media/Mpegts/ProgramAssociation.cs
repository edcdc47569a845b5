using System.Buffers.Binary;

namespace StreamActors.Media.Mpegts;

/// <summary>A program and the PID of its PMT, as the PAT lists it.</summary>
public readonly record struct ListedProgram(int Number, int MapPid);

/// <summary>
/// Assembles the PAT from its sections. Sections are compared by CRC as well as version: a restarted source often sends
/// different content under the old version.
/// </summary>
public sealed class ProgramAssociation
{
    /// <summary>More than any real multiplex has; further programs are left out and reported.</summary>
    public const int MostPrograms = 128;

    private const int MostSections = 32;

    private readonly uint[] _crcs = new uint[MostSections];
    private readonly ListedProgram[][] _lists = new ListedProgram[MostSections][];
    private uint _seen;
    private int _version = -1;
    private int _last;

    public IReadOnlyList<ListedProgram> Programs { get; private set; } = [];

    public bool LeftOut { get; private set; }

    /// <summary>True when the complete list has just changed.</summary>
    public bool Read(in TableSection section)
    {
        if (section.Table != TableSection.ProgramAssociation || !section.IsCurrent || section.Number > section.Last
            || section.Number >= MostSections)
            return false;
        if (section.Version != _version || section.Last != _last)
            (_version, _last, _seen) = (section.Version, section.Last, 0);
        var bit = 1u << section.Number;
        if ((_seen & bit) != 0 && _crcs[section.Number] == section.Crc)
            return false;
        _seen |= bit;
        _crcs[section.Number] = section.Crc;
        _lists[section.Number] = Read(section.Body);
        var all = uint.MaxValue >> (MostSections - 1 - Math.Min(_last, MostSections - 1));
        return _seen == all && Publish();
    }

    private bool Publish()
    {
        var every = _lists.Take(Math.Min(_last, MostSections - 1) + 1).SelectMany(l => l).DistinctBy(p => p.Number).ToArray();
        LeftOut = every.Length > MostPrograms || _last >= MostSections;
        var listed = every.Take(MostPrograms).ToArray();
        if (listed.SequenceEqual(Programs))
            return false;
        Programs = listed;
        return true;
    }

    private static ListedProgram[] Read(ReadOnlySpan<byte> body)
    {
        var list = new List<ListedProgram>(body.Length / 4);
        for (; body.Length >= 4; body = body[4..])
        {
            var number = BinaryPrimitives.ReadUInt16BigEndian(body);
            // Program 0 is the network PID.
            if (number != 0)
                list.Add(new(number, BinaryPrimitives.ReadUInt16BigEndian(body[2..]) & 0x1FFF));
        }
        return [.. list];
    }
}
