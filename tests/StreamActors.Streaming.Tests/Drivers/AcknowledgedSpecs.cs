namespace StreamActors.Streaming.Tests.Drivers;

public sealed class AcknowledgedSpecs
{
    private readonly Acknowledged _acknowledged = new();
    private long _moves;

    [Fact]
    public void What_the_kernel_took_for_a_peer_that_reads_nothing_is_not_accepted()
    {
        Report(held: 1_000, written: 900).ShouldBe(0);
        for (var second = 1; second < 40; second++)
            Report(held: 1_000 + (second * 60_000), written: 900 + (second * 59_000)).ShouldBe(0);
    }

    [Fact]
    public void A_slow_peer_accepts_as_its_queue_shrinks_or_grows_by_less_than_was_written()
    {
        Report(held: 50_000, written: 60_000);
        Report(held: 80_000, written: 120_000).ShouldBe(1);
        Report(held: 70_000, written: 120_000).ShouldBe(2);
        Report(held: 0, written: 120_000).ShouldBe(3);
    }

    [Fact]
    public void Without_progress_an_empty_queue_is_no_media()
    {
        Report(held: 0, written: 10).ShouldBe(1);
        _acknowledged.Check(_moves, 0, 10);
        _acknowledged.Count.ShouldBe(1);
    }

    [Fact]
    public void Where_there_is_no_connection_to_look_at_progress_has_to_do()
    {
        Report(held: null, written: 0).ShouldBe(1);
        Report(held: null, written: 0).ShouldBe(2);
    }

    private long Report(long? held, long written)
    {
        _acknowledged.Check(++_moves, held, written);
        return _acknowledged.Count;
    }
}
