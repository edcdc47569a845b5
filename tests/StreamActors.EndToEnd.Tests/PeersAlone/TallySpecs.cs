
namespace StreamActors.EndToEnd.Tests.PeersAlone;

/// <summary>Tests the tally itself: one that notices nothing would let everything pass.</summary>
public sealed class TallySpecs
{
    [Fact]
    public async Task The_clip_is_clean_and_has_a_key_frame_each_second()
    {
        var figures = TsTally.OfFile((await Clip.Shared()).Path);

        (figures.IsClean, figures.Leaps, figures.KeyFrames).ShouldBe((true, 0L, Clip.Seconds), figures.ToString());
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1000, 15)]
    public async Task Packets_left_out_are_seen(int at, int count)
    {
        var bytes = await File.ReadAllBytesAsync((await Clip.Shared()).Path);
        var tally = new TsTally();
        tally.Take(bytes.AsSpan(0, at * 188));
        tally.Take(bytes.AsSpan((at + count) * 188, 5000 * 188));

        tally.Figures.ContinuityErrors.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_packet_sent_twice_is_a_repeat_and_three_times_an_error()
    {
        var bytes = await File.ReadAllBytesAsync((await Clip.Shared()).Path);
        var packet = Enumerable.Range(500, 100).Select(n => bytes.AsMemory(n * 188, 188)).First(p => (p.Span[3] & 0x30) == 0x10);
        var tally = new TsTally();
        tally.Take(packet.Span);
        tally.Take(packet.Span);
        (tally.Figures.Repeats, tally.Figures.ContinuityErrors).ShouldBe((1, 0));
        tally.Take(packet.Span);
        tally.Figures.ContinuityErrors.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_begins_again_steps_back()
    {
        var bytes = await File.ReadAllBytesAsync((await Clip.Shared()).Path);
        var tally = new TsTally();
        tally.Take(bytes.AsSpan(0, 5000 * 188));
        tally.Take(bytes.AsSpan(0, 5000 * 188));

        tally.Figures.StepsBack.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Bytes_that_are_no_packets_are_seen()
    {
        var tally = new TsTally();
        tally.Datagram(new byte[1316]);
        tally.Datagram([0x47, 0, 0]);

        tally.Figures.SyncErrors.ShouldBe(8);
    }
}
