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
}
