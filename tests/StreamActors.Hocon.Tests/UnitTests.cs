using FsCheck;
using FsCheck.Fluent;
using StreamActors.Hocon.Units;

namespace StreamActors.Hocon.Tests;

public sealed class UnitTests
{
    [Theory]
    [InlineData("ns nano nanos nanosecond nanoseconds", 1_000_000, 10_000)]
    [InlineData("us micro micros microsecond microseconds", 1, 10)]
    [InlineData("ms milli millis millisecond milliseconds", 1, 10_000)]
    [InlineData("s second seconds", 1, 10_000_000)]
    [InlineData("m minute minutes", 1, 600_000_000)]
    [InlineData("h hour hours", 1, 36_000_000_000)]
    [InlineData("d day days", 1, 864_000_000_000)]
    public void Every_spelling_of_a_time_unit_is_known(string units, long number, long ticks)
    {
        foreach (var unit in units.Split(' '))
        {
            HoconDuration.Parse($"{number}{unit}").Ticks.ShouldBe(ticks, unit);
            HoconDuration.Parse($" {number} \u00a0{unit}\t").Ticks.ShouldBe(ticks, unit);
        }
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("0", 0)]
    [InlineData("1.5s", 1500)]
    [InlineData("0.5 ms", 0.5)]
    [InlineData("1e3", 1000)]
    [InlineData("-5s", -5000)]
    [InlineData("2.5E-1 h", 900_000)]
    public void A_duration_is_a_number_and_a_unit_and_alone_the_number_is_milliseconds(string text, double milliseconds) =>
        HoconDuration.Parse(text).TotalMilliseconds.ShouldBe(milliseconds);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("s")]
    [InlineData("ten s")]
    [InlineData("10 S")]
    [InlineData("10 Seconds")]
    [InlineData("10 sec")]
    [InlineData("10 s s")]
    [InlineData("10s5ms")]
    [InlineData("10_000 ms")]
    [InlineData("1,5 s")]
    [InlineData("+5s")]
    [InlineData("05s")]
    [InlineData("5.s")]
    [InlineData(".5s")]
    [InlineData("0x10 s")]
    [InlineData("infinite")]
    [InlineData("10 µs")]
    [InlineData("49ns")]
    [InlineData("99999999999d")]
    [InlineData("1e400d")]
    [InlineData("79228162514264337593543950335d")]
    public void What_is_no_duration_is_refused(string text)
    {
        HoconDuration.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<HoconException>(() => HoconDuration.Parse(text));
    }

    [Theory]
    [InlineData("B b byte bytes", 1)]
    [InlineData("kB kilobyte kilobytes", 1_000)]
    [InlineData("MB megabyte megabytes", 1_000_000)]
    [InlineData("GB gigabyte gigabytes", 1_000_000_000)]
    [InlineData("TB terabyte terabytes", 1_000_000_000_000)]
    [InlineData("PB petabyte petabytes", 1_000_000_000_000_000)]
    [InlineData("EB exabyte exabytes", 1_000_000_000_000_000_000)]
    [InlineData("K k Ki KiB kibibyte kibibytes", 1L << 10)]
    [InlineData("M m Mi MiB mebibyte mebibytes", 1L << 20)]
    [InlineData("G g Gi GiB gibibyte gibibytes", 1L << 30)]
    [InlineData("T t Ti TiB tebibyte tebibytes", 1L << 40)]
    [InlineData("P p Pi PiB pebibyte pebibytes", 1L << 50)]
    [InlineData("E e Ei EiB exbibyte exbibytes", 1L << 60)]
    public void Every_spelling_of_a_size_unit_is_known(string units, long bytes)
    {
        foreach (var unit in units.Split(' '))
            ByteSize.Parse($"1 {unit}").Bytes.ShouldBe(bytes, unit);
    }

    [Theory]
    [InlineData("512", 512)]
    [InlineData("0", 0)]
    [InlineData("1.5K", 1536)]
    [InlineData("32MB", 32_000_000)]
    [InlineData("32M", 33_554_432)]
    [InlineData("0.000001 YB", 1_000_000_000_000_000_000)]
    public void A_size_is_a_number_and_a_unit_and_alone_the_number_is_bytes(string text, long bytes) =>
    ByteSize.Parse(text).Bytes.ShouldBe(bytes);

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1")]
    [InlineData("-1MB")]
    [InlineData("32 mb")]
    [InlineData("32 KB")]
    [InlineData("32 MBit")]
    [InlineData("8E")]
    [InlineData("1ZB")]
    [InlineData("1Yi")]
    [InlineData("0.4B")]
    [InlineData("1e300")]
    public void What_is_no_size_is_refused(string text)
    {
        ByteSize.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<HoconException>(() => ByteSize.Parse(text));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(10_000_000, "10s")]
    [InlineData(1_500_000, "1500ms")]
    [InlineData(60_000_000, "1m")]
    [InlineData(86_400_000_000, "1d")]
    [InlineData(15, "15us")]
    public void A_duration_renders_short_and_exact(long microseconds, string text) =>
    HoconDuration.Render(TimeSpan.FromMicroseconds(microseconds)).ShouldBe(text);

    [Fact]
    public void A_rendered_duration_is_the_same_duration() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ticks => HoconDuration.Parse(HoconDuration.Render(new TimeSpan(ticks))).Ticks == ticks));

    [Fact]
    public void A_rendered_size_is_the_same_size()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(ArbMap.Default.ArbFor<long>(),
                bytes => bytes < 0 || ByteSize.Parse(new ByteSize(bytes).ToString()).Bytes == bytes));
        foreach (var extreme in (long[])[TimeSpan.MinValue.Ticks, TimeSpan.MaxValue.Ticks])
            HoconDuration.Parse(HoconDuration.Render(new TimeSpan(extreme))).Ticks.ShouldBe(extreme);
        ByteSize.Parse(new ByteSize(long.MaxValue).ToString()).Bytes.ShouldBe(long.MaxValue);
        new ByteSize(32 << 20).ToString().ShouldBe("32MiB");
    }
}
