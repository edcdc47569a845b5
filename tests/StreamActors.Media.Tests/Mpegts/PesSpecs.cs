using StreamActors.Media.Mpegts;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Mpegts;

public sealed class PesSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(184)]
    public void Times_are_read_however_the_header_is_cut(int piece)
    {
        byte[] pes = [.. Mux.PesHeader(0xE0, 8_000_000_000, 7_999_990_000, stuffing: 30), 0xAA, 0xBB];
        var unit = new PesUnit();
        unit.Begin();
        var content = new List<byte>();
        foreach (var part in pes.Chunk(piece))
            content.AddRange(part[unit.Take(part)..]);
        (unit.TryPts(out var pts), unit.TryDts(out var dts)).ShouldBe((true, true));
        (pts, dts).ShouldBe((8_000_000_000, 7_999_990_000));
        content.ShouldBe([0xAA, 0xBB]);
        unit.IsPartial.ShouldBeFalse();
    }

    [Fact]
    public void A_header_is_partial_until_its_last_time_is_there()
    {
        var header = Mux.PesHeader(0xE0, 5, 5);
        var unit = new PesUnit();
        unit.Begin();
        for (var i = 0; i < header.Length; i++)
        {
            unit.IsPartial.ShouldBeTrue();
            unit.Take(header.AsSpan(i, 1));
        }
        unit.IsPartial.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0xBE)]
    [InlineData(0xBF)]
    [InlineData(0xF0)]
    public void Streams_without_the_long_header_have_no_times(byte id)
    {
        var unit = new PesUnit();
        unit.Begin();
        unit.Take(Mux.PesHeader(id, 5, 5));
        (unit.TryPts(out _), unit.TryDts(out _)).ShouldBe((false, false));
    }

    [Fact]
    public void A_header_that_promises_a_time_it_has_no_room_for_has_none()
    {
        var unit = new PesUnit();
        unit.Begin();
        unit.Take([0, 0, 1, 0xE0, 0, 0, 0x80, 0xC0, 3, 0x31, 0, 1, 0, 1, 0x11, 0, 1, 0, 1]);
        (unit.TryPts(out _), unit.TryDts(out _)).ShouldBe((false, false));
    }

    [Fact]
    public void What_does_not_begin_as_PES_has_no_content()
    {
        var unit = new PesUnit();
        unit.Begin();
        unit.Take([1, 2, 3, 4, 5]).ShouldBe(5);
        unit.Take([0, 0, 1, 0x65]).ShouldBe(4);
        unit.IsPartial.ShouldBeFalse();
    }

    [Fact]
    public void A_time_without_its_marker_bits_is_no_time()
    {
        var header = Mux.PesHeader(0xC0, 90_000, null);
        header[11] &= 0xFE;
        var unit = new PesUnit();
        unit.Begin();
        unit.Take(header);
        unit.HasPts.ShouldBeTrue();
        unit.TryPts(out _).ShouldBeFalse();
    }
}
