using FsCheck;
using FsCheck.Fluent;
using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Flv;

/// <summary>Timestamps have 32 bits, with some publishers 31: 49 or 25 days.</summary>
public sealed class FlvTimeSpecs
{
    private const long Bits31 = 1L << 31;
    private const long Bits32 = 1L << 32;

    /// <summary>Around where timestamps begin again, and anywhere.</summary>
    private static readonly Gen<long> Starts = Gen.OneOf(Gen.Choose(-9000, 9000).Select(n => Bits31 + n),
        Gen.Choose(-9000, 9000).Select(n => Bits32 + n), Gen.Choose(0, int.MaxValue).Select(n => 2L * n));

    [Fact]
    public void Time_goes_on_wherever_the_timestamps_begin_again() => Prop.ForAll(
        Starts.ToArbitrary(), Gen.Choose(-100, 30_000).ListOf(50).ToArbitrary(), Gen.Elements(Bits31, Bits32).ToArbitrary(),
        (start, steps, wrap) =>
        {
            var (time, now) = (new FlvTime(), start);
            var first = time.Take((uint)(now & (wrap - 1)));
            foreach (var step in steps)
            {
                now += step;
                (time.Take((uint)(now & (wrap - 1))) - first).ShouldBe(now - start);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void The_sound_of_a_publisher_goes_on_in_MPEG_TS() => Prop.ForAll(
        Starts.ToArbitrary(), Gen.Choose(1, 900).ListOf(30).ToArbitrary(), Gen.Elements(Bits31, Bits32).ToArbitrary(),
        (start, steps, wrap) =>
        {
            var sent = new List<byte>();
            var flvToTs = new FlvToTs(packets => sent.AddRange(packets));
            var now = start;
            foreach (var step in steps)
                flvToTs.Take(FlvTagType.Audio, (uint)((now += step) % wrap), [0x2F, 0xFF, 0xFB, 0x90, 0x64, .. new byte[413]]);
            var units = new Seen([.. sent]).Units;
            units.Zip(units.Skip(1), (a, b) => MediaClock.Distance(b.Pts, a.Pts)).ShouldBe(steps.Skip(1).Select(s => s * 90L));
            new Seen([.. sent]).StepsBack().ShouldBeEmpty();
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(10_000_000u, 0u)]
    [InlineData(0u, 3_000_000_000u)]
    [InlineData(2_147_483_000u, 100_000_000u)]
    public void A_publisher_that_begins_anew_has_jumped(uint before, uint after)
    {
        var time = new FlvTime();
        time.Take(before);
        time.Take(after).ShouldBe(before + unchecked((int)(after - before)));
    }
}
