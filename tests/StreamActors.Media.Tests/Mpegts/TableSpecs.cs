using StreamActors.Media.Mpegts;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Mpegts;

public sealed class TableSpecs
{
    private readonly List<byte[]> _heard = [];
    private readonly SectionAssembler _assembler;

    public TableSpecs() => _assembler = new((in TableSection s) => _heard.Add(s.Bytes.ToArray()));

    [Fact]
    public void A_section_over_many_packets_is_put_together()
    {
        var section = Mux.PmtSection(1, 0, 0x101, [.. Enumerable.Range(0, 150).Select(i => ((byte)0x0F, 0x200 + i))]);
        Feed(new Mux().Psi(0x100, section));
        _heard.ShouldHaveSingleItem().ShouldBe(section);
    }

    [Fact]
    public void Sections_that_share_packets_are_told_apart()
    {
        var sections =
            Enumerable.Range(1, 9)
            .Select(n => Mux.PmtSection(n, 0, 0x101, [.. Enumerable.Range(0, 11).Select(i => ((byte)0x0F, 0x200 + i))])).ToArray();
        byte[] run = [.. sections.SelectMany(s => s)];
        // As a muxer without stuffing writes them: each packet points at the first section that begins in it.
        var starts = sections.Select((_, i) => sections.Take(i).Sum(s => s.Length)).ToList();
        for (var at = 0; at < run.Length;)
        {
            var begins = starts.FirstOrDefault(s => s >= at && s < at + 183, -1);
            var room = begins < 0 ? 184 : 183;
            var part = run[at..Math.Min(at + room, run.Length)];
            byte[] payload = begins < 0 ? part : [(byte)(begins - at), .. part];
            _assembler.Take([.. payload, .. Enumerable.Repeat((byte)0xFF, 184 - payload.Length)], begins >= 0);
            at += room;
        }
        _heard.Count.ShouldBe(9);
        _heard.SelectMany(s => s).ShouldBe(run);
    }

    [Fact]
    public void A_wrong_CRC_is_counted_and_never_heard()
    {
        var section = Mux.PatSection(0, [(1, 0x100)]);
        section[9] ^= 1;
        Feed(new Mux().Psi(0, section));
        _heard.ShouldBeEmpty();
        _assembler.Damaged.ShouldBe(1);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 255 })]
    [InlineData(new byte[] { 3, 0 })]
    [InlineData(new byte[] { 0, 0, 0x80, 0, 0, 0, 0 })] // length 0
    [InlineData(new byte[] { 0, 0, 0xBF, 0xFF, 0, 0, 0 })] // longer than any table
    [InlineData(new byte[] { 0, 0, 0xB0, 4, 1, 2, 3, 4 })] // shorter than its own header
    public void Nonsense_is_not_heard_and_does_no_harm(byte[] payload)
    {
        _assembler.Take(payload, true);
        _assembler.Take(new byte[184], false);
        _heard.ShouldBeEmpty();
        var section = Mux.PatSection(0, [(1, 0x100)]);
        Feed(new Mux().Psi(0, section));
        _heard.ShouldHaveSingleItem().ShouldBe(section);
    }

    [Fact]
    public void Half_a_section_is_not_glued_to_what_comes_after_a_loss()
    {
        var section = Mux.PmtSection(1, 0, 0x101, [.. Enumerable.Range(0, 60).Select(i => ((byte)0x0F, 0x200 + i))]);
        var packets = new Mux().Psi(0x100, section).Bytes.Chunk(188).ToList();
        _assembler.Take(new TsPacket(packets[0]).Payload, true);
        _assembler.Within.ShouldBeTrue();
        _assembler.Drop();
        _assembler.Take(new TsPacket(packets[1]).Payload, false);
        _heard.ShouldBeEmpty();
    }

    [Fact]
    public void A_PAT_in_several_sections_counts_when_the_last_of_them_is_there()
    {
        var pat = new ProgramAssociation();
        Read(pat, Mux.PatSection(1, [(1, 0x100)], 0, 2)).ShouldBeFalse();
        Read(pat, Mux.PatSection(1, [(2, 0x110)], 1, 2)).ShouldBeFalse();
        Read(pat, Mux.PatSection(1, [(2, 0x110)], 1, 2)).ShouldBeFalse();
        Read(pat, Mux.PatSection(1, [(0, 0x10), (3, 0x120)], 2, 2)).ShouldBeTrue();
        pat.Programs.ShouldBe([new(1, 0x100), new(2, 0x110), new(3, 0x120)]);
        Read(pat, Mux.PatSection(1, [(1, 0x100)], 0, 2)).ShouldBeFalse();
    }

    [Fact]
    public void A_new_version_replaces_the_list_and_so_does_a_new_list_under_the_old_version()
    {
        var pat = new ProgramAssociation();
        Read(pat, Mux.PatSection(1, [(1, 0x100)])).ShouldBeTrue();
        Read(pat, Mux.PatSection(2, [(1, 0x200)])).ShouldBeTrue();
        Read(pat, Mux.PatSection(2, [(7, 0x300)])).ShouldBeTrue();
        pat.Programs.ShouldBe([new(7, 0x300)]);
    }

    [Fact]
    public void A_table_that_is_not_yet_valid_changes_nothing()
    {
        var pat = new ProgramAssociation();
        Read(pat, Mux.Section(0, 1, 0, [0, 1, 0xE1, 0], current: false)).ShouldBeFalse();
        ProgramMap.Read(new TableSection(Mux.Section(2, 1, 0, [0xE1, 1, 0xF0, 0], current: false))).ShouldBeNull();
    }

    [Fact]
    public void A_list_of_thousands_of_programs_is_cut_and_says_so()
    {
        var pat = new ProgramAssociation();
        Read(pat, Mux.PatSection(0, [.. Enumerable.Range(1, 250).Select(n => (n, n))])).ShouldBeTrue();
        (pat.Programs.Count, pat.LeftOut).ShouldBe((ProgramAssociation.MostPrograms, true));
    }

    [Fact]
    public void A_PMT_tells_its_streams_and_private_ones_by_their_descriptors()
    {
        var map = ProgramMap.Read(new TableSection(Mux.Section(2, 5, 3,
        [
            0xE1, 0x01, 0xF0, 3, 9, 1, 0, // a descriptor of the program
            0x1B, 0xE1, 0x01, 0xF0, 0,
            0x06, 0xE1, 0x02, 0xF0, 3, 0x6A, 1, 0,
            0x06, 0xE1, 0x03, 0xF0, 9, 0x0A, 1, 0, 0x05, 4, (byte)'O', (byte)'p', (byte)'u', (byte)'s',
            0x24, 0xE1, 0x04, 0xFF, 0xFF, 1, // a length beyond the section
        ]))).ShouldNotBeNull();
        (map.Program, map.Version, map.PcrPid).ShouldBe((5, 3, 0x101));
        map.Streams.Select(s => (s.Pid, s.Coding)).ShouldBe(
            [(0x101, StreamCoding.H264), (0x102, StreamCoding.Ac3), (0x103, StreamCoding.Opus), (0x104, StreamCoding.Hevc)]);
    }

    private static bool Read(ProgramAssociation pat, byte[] section) => pat.Read(new TableSection(section));

    private void Feed(Mux mux)
    {
        foreach (var bytes in mux.Bytes.Chunk(188))
            _assembler.Take(new TsPacket(bytes).Payload, new TsPacket(bytes).UnitStart);
    }
}
