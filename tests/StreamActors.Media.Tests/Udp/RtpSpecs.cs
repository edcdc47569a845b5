using FsCheck;
using FsCheck.Fluent;
using StreamActors.Media.Udp;

namespace StreamActors.Media.Tests.Udp;

public sealed class RtpSpecs
{
    private readonly List<ushort> _taken = [];

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
        byte[] datagram = [0x80 | 0x20 | 0x10 | 2, 33, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 1, 3, 3, 3, 3, 0x47,
            0x48, 0, 0, 0, 4];
        RtpHeader.TryStrip(datagram, out var start, out var length, out var sequence).ShouldBeTrue();
        (datagram[start], length, sequence).ShouldBe(((byte)0x47, 2, (ushort)9));
    }

    [Fact]
    public void No_bytes_whatever_lead_outside_the_datagram() =>
        Prop.ForAll(
        ArbMap.Default.GeneratorFor<byte[]>().SelectMany(tail => Gen.Choose(0, 255).Select(first => (byte[])[(byte)first, .. tail]))
            .ToArbitrary(), datagram =>
        {
            if (!RtpHeader.TryStrip(datagram, out var start, out var length, out _))
                return;
            start.ShouldBeGreaterThanOrEqualTo(0);
            length.ShouldBeGreaterThanOrEqualTo(0);
            (start + length).ShouldBeLessThanOrEqualTo(datagram.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Neighbours_that_overtook_each_other_are_put_back_and_none_is_missing()
    {
        var order = Order();
        Take(order, 65_534, 0, 65_535, 2, 1, 3);
        _taken.ShouldBe([65_534, 65_535, 0, 1, 2, 3]);
        (order.Missing, order.Reordered, order.IsHolding).ShouldBe((0, 2, false));
    }

    [Fact]
    public void A_stream_in_order_waits_for_nothing()
    {
        var order = Order();
        for (ushort n = 0; n < 500; n++)
        {
            Take(order, n);
            _taken[^1].ShouldBe(n);
        }
    }

    [Fact]
    public void What_never_comes_is_missed_when_the_time_is_over_and_the_rest_goes_on()
    {
        var order = Order();
        Take(order, 1, 2, 5, 6);
        _taken.ShouldBe([1, 2]);
        order.Tick(TimeSpan.FromMilliseconds(29));
        _taken.Count.ShouldBe(2);
        order.Tick(TimeSpan.FromMilliseconds(30));
        _taken.ShouldBe([1, 2, 5, 6]);
        order.Missing.ShouldBe(2);
        Take(order, 4, 6, 7); // late, twice, next
        _taken.ShouldBe([1, 2, 5, 6, 7]);
        order.Missing.ShouldBe(2);
    }

    [Fact]
    public void After_a_pause_of_the_reader_what_has_arrived_meanwhile_is_not_lost()
    {
        var order = Order();
        Take(order, 1, 3);
        order.Take(2, 1, BitConverter.GetBytes((ushort)2), TimeSpan.FromSeconds(5));
        _taken.ShouldBe([1, 2, 3]);
        order.Missing.ShouldBe(0);
    }

    [Fact]
    public void No_more_wait_than_there_is_room_for()
    {
        var order = Order();
        Take(order, 0);
        for (ushort n = 2; n < 2 + (2 * RtpOrder.MostHeld); n++)
            Take(order, n);
        (_taken.Count, order.Missing, order.IsHolding).ShouldBe((1 + (2 * RtpOrder.MostHeld), 1, false));
        _taken.ShouldBe(_taken.Order());
    }

    [Theory]
    [InlineData(7, 2)] // another source identifier
    [InlineData(7, 1)] // the same one, from an earlier place
    public void A_sender_that_starts_anew_is_followed_from_its_second_datagram_at_the_latest(int first, uint source)
    {
        var order = Order();
        Take(order, 20_000, 20_001);
        for (var n = first; n < first + 3; n++)
            order.Take((ushort)n, source, BitConverter.GetBytes((ushort)n), TimeSpan.Zero);
        _taken[^2..].ShouldBe([(ushort)(first + 1), (ushort)(first + 2)]);
        order.Missing.ShouldBe(0);
    }

    [Fact]
    public void A_leap_far_ahead_is_a_new_start_and_no_loss()
    {
        var order = Order();
        Take(order, 0, 20_000);
        _taken.ShouldBe([0, 20_000]);
        order.Missing.ShouldBe(0);
    }

    private RtpOrder Order() => new(RtpOrder.DefaultWindow, media => _taken.Add(BitConverter.ToUInt16(media)));

    private static void Take(RtpOrder order, params ushort[] sequences)
    {
        foreach (var sequence in sequences)
            order.Take(sequence, 1, BitConverter.GetBytes(sequence), TimeSpan.Zero);
    }
}
