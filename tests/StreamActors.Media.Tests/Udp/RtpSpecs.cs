using FsCheck;
using FsCheck.Fluent;
using StreamActors.Media.Udp;

namespace StreamActors.Media.Tests.Udp;

public sealed class RtpSpecs
{
    [Fact]
    public void What_was_put_on_is_taken_off()
    {
        var datagram = new byte[RtpHeader.Size + 188];
        RtpHeader.Write(datagram, 65535, 90_000, 7);
        RtpHeader.TryStrip(datagram, out var start, out var length, out var sequence).ShouldBeTrue();
        (start, length, sequence).ShouldBe((12, 188, (ushort)65535));
        (datagram[1] & 0x7F).ShouldBe(33);
    }

    [Fact]
    public void Contributors_extensions_and_padding_are_stepped_over()
    {
        byte[] datagram = [0x80 | 0x20 | 0x10 | 2, 33, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 1, 3, 3, 3, 3, 0x47, 0x48, 0, 0, 0, 4];
        RtpHeader.TryStrip(datagram, out var start, out var length, out var sequence).ShouldBeTrue();
        (datagram[start], length, sequence).ShouldBe(((byte)0x47, 2, (ushort)9));
    }

    [Fact]
    public void No_bytes_whatever_lead_outside_the_datagram() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().SelectMany(tail => Gen.Choose(0, 255).Select(first => (byte[])[(byte)first, .. tail])).ToArbitrary(), datagram =>
        {
            if (!RtpHeader.TryStrip(datagram, out var start, out var length, out _))
                return;
            start.ShouldBeGreaterThanOrEqualTo(0);
            length.ShouldBeGreaterThanOrEqualTo(0);
            (start + length).ShouldBeLessThanOrEqualTo(datagram.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Late_and_double_datagrams_are_left_out_and_gaps_are_counted()
    {
        var order = new RtpOrder();
        order.Takes(65_534, 1, out _).ShouldBeTrue();
        order.Takes(65_535, 1, out var none).ShouldBeTrue();
        none.ShouldBe(0);
        order.Takes(3, 1, out var missing).ShouldBeTrue();
        missing.ShouldBe(3);
        order.Takes(2, 1, out _).ShouldBeFalse();
        order.Takes(3, 1, out _).ShouldBeFalse();
        order.Takes(4, 1, out var after).ShouldBeTrue();
        after.ShouldBe(0);
    }

    [Theory]
    [InlineData(7, 2)] // another source identifier
    [InlineData(7, 1)] // the same one, from an earlier place
    public void A_sender_that_starts_anew_is_followed_from_its_second_datagram_at_the_latest(int first, uint source)
    {
        var order = new RtpOrder();
        order.Takes(20_000, 1, out _);
        order.Takes((ushort)first, source, out _);
        order.Takes((ushort)(first + 1), source, out var missing).ShouldBeTrue();
        missing.ShouldBe(0);
        order.Takes((ushort)(first + 2), source, out missing).ShouldBeTrue();
        missing.ShouldBe(0);
    }

    [Fact]
    public void A_leap_far_ahead_is_a_new_start_and_no_loss()
    {
        var order = new RtpOrder();
        order.Takes(0, 1, out _);
        order.Takes(20_000, 1, out var missing).ShouldBeTrue();
        missing.ShouldBe(0);
    }
}
