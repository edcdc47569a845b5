using StreamActors.Media.Mpegts;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Streaming.Tests.Senders;

public sealed class JoinSpecs
{
    [Fact]
    public void A_destination_that_joins_is_given_four_times_the_streams_rate_and_what_comes_once_it_has_caught_up()
    {
        var pace = new JoinPace();
        var sent = 0L;
        for (var ms = 0; ms <= 1000; ms += 5)
        {
            var allowed = pace.Allowed(TimeSpan.FromMilliseconds(ms), 0, 4_000_000);
            allowed.ShouldBeLessThanOrEqualTo(196); // 28 datagrams at once
            sent += allowed;
            pace.Sent(0, behind: 1);
        }
        (sent * 188 * 8).ShouldBeInRange(15_900_000, 16_300_000);
        pace.Sent(0, behind: 0);
        pace.IsOn.ShouldBeFalse();
        pace.Allowed(TimeSpan.FromSeconds(2), 0, 4_000_000).ShouldBe(long.MaxValue);
        pace.Allowed(TimeSpan.FromSeconds(2), jumps: 1, 4_000_000).ShouldBeLessThan(200);
    }

    [Fact]
    public void Before_the_first_packet_of_each_PID_goes_one_that_announces_the_step()
    {
        var notice = new JoinNotice();
        var stream = new Source().Pictures(30);
        var out1 = new List<byte>();
        var said = new List<int>();
        for (var at = 10 * 188; at < stream.Length; at += 188)
        {
            var packet = stream.AsSpan(at, 188);
            var announced = new byte[188];
            if (notice.Precedes(packet, announced))
            {
                var first = new TsPacket(announced);
                (first.HasPayload, first.UnitStart, first.Adaptation.Discontinuity).ShouldBe((false, false, true));
                said.Add(first.Pid);
                out1.AddRange(announced);
            }
            out1.AddRange(packet);
        }
        said.Distinct().Count().ShouldBe(said.Count);
        said.ShouldContain(Mux.VideoPid);
        said.ShouldContain(Mux.AudioPid);
        said.ShouldContain(0);
        new Seen([.. out1]).Gaps.ShouldBeEmpty(); // it comes right before the counter that follows
    }
}
