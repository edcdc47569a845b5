using StreamActors.Domain.Workloads;

namespace StreamActors.Control.Tests;

/// <summary>What a workload has carried lately, in a bounded memory.</summary>
public sealed class RateSeriesSpecs
{
    private const long Noon = 1_800_000_000; // a full minute

    private readonly RateSeries _series = new();

    [Fact]
    public void It_begins_with_the_first_value_and_a_second_without_one_is_null_unless_it_was_only_skipped()
    {
        Take(0, 1_000_000, lost: 7, behind: 40);
        Take(1, 2_000_000, lost: 7);
        Take(3, 3_000_000, lost: 9);
        Take(7, 4_000_000, lost: 9);
        var (first, slots) = _series.Read(byMinute: false, Noon + 8);
        first.ShouldBe(Noon);
        slots.Select(s => s.Bits).ShouldBe([1_000_000, 2_000_000, 3_000_000, 3_000_000, null, null, null, 4_000_000, null]);
        slots.Select(s => s.Lost).ShouldBe([0, 0, 0, 2, null, null, null, 0, null]);
        slots[0].Behind.ShouldBe(40);
        slots[1].Behind.ShouldBeNull();
    }

    [Fact]
    public void A_minute_has_the_average_the_sum_of_losses_and_the_most_that_was_behind()
    {
        for (var second = 0; second < 90; second++)
            Take(second, second < 60 ? 1_000_000 + (second % 2 * 1_000_000) : 5_000_000, lost: second, behind: second);
        var (first, slots) = _series.Read(byMinute: true, Noon + 90);
        first.ShouldBe(Noon / 60);
        slots.ShouldBe([(1_500_000, 59, 59), (5_000_000, 30, 89)]);
    }

    [Fact]
    public void Losses_count_from_zero_in_each_incarnation_and_the_first_known_value_is_no_loss()
    {
        Take(0, 1, lost: 1000);
        Take(1, 1, lost: 1003);
        Take(2, 1, lost: 5, incarnation: 2);
        _series.Read(byMinute: false, Noon + 2).Slots.Select(s => s.Lost).ShouldBe([0, 3, 5]);
    }

    [Fact]
    public void Only_the_last_quarter_of_an_hour_is_kept_and_nothing_of_a_workload_that_stopped_before_it()
    {
        for (var second = 0; second < 2000; second++)
            Take(second, second);
        var (first, slots) = _series.Read(byMinute: false, Noon + 1999);
        (first, slots.Count, slots[0].Bits, slots[^1].Bits).ShouldBe((Noon + 1100, RateSeries.Seconds, 1100, 1999));
        _series.Read(byMinute: false, Noon + 1999 + RateSeries.Seconds).Slots.ShouldBeEmpty();
        _series.Read(byMinute: true, Noon + 1999 + RateSeries.Seconds).Slots.Count.ShouldBe(49);
    }

    [Fact]
    public void A_late_value_is_left_out()
    {
        Take(100, 1);
        Take(99, 2);
        Take(91, 3);
        _series.Read(byMinute: false, Noon + 100).Slots.Select(s => s.Bits).ShouldBe([1]);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-500)]
    [InlineData(-5000)]
    public void A_clock_that_is_set_back_begins_it_anew(long second)
    {
        Take(100, 1);
        Take(second, 3);
        foreach (var byMinute in new[] { false, true })
        {
            var (first, slots) = _series.Read(byMinute, Noon + second);
            (first, slots.Count, slots[0].Bits).ShouldBe(((Noon + second) / (byMinute ? 60 : 1), 1, 3));
        }
    }

    [Fact]
    public void Numbers_of_any_size_fit_and_large_ones_are_right_within_half_a_percent()
    {
        Take(0, 50_000_000_000, lost: 0, behind: 5_000_000);
        Take(1, 1, lost: 256);
        Take(2, 1, lost: 256 + 100_000);
        var slots = _series.Read(byMinute: false, Noon + 2).Slots;
        slots[0].Bits.ShouldBe(uint.MaxValue - 1);
        slots[0].Behind!.Value.ShouldBeInRange(4_980_000, 5_020_000);
        slots[1].Lost.ShouldBe(256);
        slots[2].Lost!.Value.ShouldBeInRange(99_600, 100_400);
    }

    [Fact]
    public void It_takes_less_than_20_KB()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var series = new RateSeries();
        series.Take(new WorkloadFigures(default, 1, "native"), Noon);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        bytes.ShouldBeInRange(8 * (RateSeries.Seconds + RateSeries.Minutes), 20_000);
    }

    private void Take(long second, long bits, long lost = 0, long? behind = null, long incarnation = 1) =>
        _series.Take(new WorkloadFigures(default, incarnation, "native")
        {
            BitsPerSecond = bits, LostPackets = lost, BehindPackets = behind,
        }, Noon + second);
}
