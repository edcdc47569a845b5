using StreamActors.Media.Mpegts;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Mpegts;

public sealed class PacketSpecs
{
    [Fact]
    public void The_header_is_read_bit_by_bit()
    {
        byte[] bytes = [0x47, 0xFF, 0xFE, 0xFB, .. new byte[184]];
        var packet = new TsPacket(bytes);
        (packet.TransportError, packet.UnitStart, packet.Pid, packet.Scrambled, packet.HasAdaptation, packet.HasPayload, packet.Continuity)
            .ShouldBe((true, true, 0x1FFE, true, true, true, 11));
    }

    [Theory]
    [InlineData(0x10, 0, 4)] // no field
    [InlineData(0x30, 0, 5)] // one stuffing byte
    [InlineData(0x30, 7, 12)]
    [InlineData(0x30, 182, 187)]
    [InlineData(0x30, 183, 188)] // no room left, against the standard
    [InlineData(0x30, 184, 188)] // a lie
    [InlineData(0x30, 255, 188)]
    [InlineData(0x20, 183, 188)]
    [InlineData(0x00, 0, 188)]
    public void The_payload_begins_behind_the_adaptation_field_and_never_outside(byte control, byte length, int offset)
    {
        byte[] bytes = [0x47, 0, 0, control, length, .. new byte[183]];
        new TsPacket(bytes).PayloadOffset.ShouldBe(offset);
        new TsPacket(bytes).Payload.Length.ShouldBe(188 - offset);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)] // flags that promise a PCR with no room for it
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(183, true)]
    [InlineData(184, false)]
    public void A_PCR_is_read_only_where_the_field_has_room_for_it(byte length, bool there)
    {
        byte[] bytes = [0x47, 0, 0, 0x20, length, 0xF0, 0, 0, 0, 1, 0xFE, 5, .. new byte[176]];
        var field = new TsPacket(bytes).Adaptation;
        field.TryPcr(out var pcr).ShouldBe(there);
        if (there)
            pcr.ShouldBe(new Pcr(3, 5));
        (field.Discontinuity, field.RandomAccess).ShouldBe(length is > 0 and < 184 ? (true, true) : (false, false));
    }

    [Fact]
    public void Private_data_in_the_field_is_passed_over()
    {
        byte[] bytes = [0x47, 0, 0, 0x30, 10, 0x42, 8, 0x10, 0, 0, 1, 0x65, 0, 0, 0, 0xAA, .. new byte[172]];
        var packet = new TsPacket(bytes);
        packet.Adaptation.RandomAccess.ShouldBeTrue();
        packet.Adaptation.TryPcr(out _).ShouldBeFalse();
        packet.Payload[0].ShouldBe((byte)0xAA);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 299)]
    [InlineData((1L << 33) - 1, 256)]
    public void A_PCR_is_written_as_it_is_read(long clock, int extension)
    {
        var six = new byte[6];
        new Pcr(clock, extension).Write(six);
        Pcr.Read(six).ShouldBe(new Pcr(clock, extension));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90_000)]
    [InlineData((1L << 33) - 1)]
    [InlineData(1L << 32)]
    public void A_PTS_is_written_as_it_is_read(long ticks)
    {
        byte[] five = [0x31, 0, 0, 0, 0];
        PesStamp.Write(five, ticks);
        PesStamp.TryRead(five, out var read).ShouldBeTrue();
        read.ShouldBe(ticks);
        (five[0] >> 4).ShouldBe(3);
    }

    [Theory]
    [InlineData(5, MediaClock.Modulus - 5, 10)]
    [InlineData(MediaClock.Modulus - 5, 5, -10)]
    [InlineData(100, 40, 60)]
    [InlineData(40, 100, -60)]
    [InlineData(MediaClock.Modulus / 2, 1, (MediaClock.Modulus / 2) - 1)]
    public void Distances_are_taken_the_short_way_round_the_wrap(long later, long earlier, long distance) =>
        MediaClock.Distance(later, earlier).ShouldBe(distance);

    [Fact]
    public void The_CRC_is_the_one_of_the_standard()
    {
        MpegCrc.Of("123456789"u8).ShouldBe(0x0376E6E7u);
        MpegCrc.Of(Mux.PatSection(0, [(1, 0x100)])).ShouldBe(0u);
    }
}
