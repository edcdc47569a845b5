using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StreamActors.Ffmpeg.Tests.Progress;

public sealed class ProgressSpecs
{
    private const string Block =
        "frame=250\nfps=25.02\nstream_0_0_q=-1.0\nbitrate=1979.8kbits/s\ntotal_size=1485120\nout_time_us=9960000\nout_time_ms=9960000\n"
        + "out_time=00:00:09.960000\ndup_frames=2\ndrop_frames=1\nspeed=   1x\nprogress=continue\n";

    [Fact]
    public void A_report_is_read_wherever_it_was_cut()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Block);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var reader = new ProgressReader();
            reader.Add(bytes.AsSpan(0, cut));
            reader.Add(bytes.AsSpan(cut));
            reader.Latest.ShouldBe(new ProgressReport
            {
                Frames = 250, FramesPerSecond = 25.02, BitsPerSecond = 1979.8 * 1000, Bytes = 1485120,
                OutTime = TimeSpan.FromSeconds(9.96), Duplicated = 2, Dropped = 1, Speed = 1,
            });
        }
    }

    [Fact]
    public void What_FFmpeg_does_not_know_is_null()
    {
        var reader = new ProgressReader();
        reader.Add("bitrate=N/A\ntotal_size=N/A\nout_time_us=-9223372036854775808\nspeed=N/A\nprogress=end\n"u8);

        reader.Latest.ShouldBe(new ProgressReport { Last = true });
        reader.Latest!.HasMovedSince(null).ShouldBeFalse();
    }

    [Fact]
    public void Media_has_moved_when_any_of_its_figures_has()
    {
        var before = new ProgressReport { Bytes = 100, Frames = 5 };

        (before with { Bytes = 101 }).HasMovedSince(before).ShouldBeTrue();
        before.HasMovedSince(before).ShouldBeFalse("a live process is no evidence");
        new ProgressReport { OutTime = TimeSpan.FromSeconds(2) }.HasMovedSince(new ProgressReport { OutTime = TimeSpan.FromSeconds(1) })
            .ShouldBeTrue("RTSP counts no bytes");
    }

    [Fact]
    public void Garbage_never_throws_and_a_report_after_it_is_read() => Prop.ForAll<byte[]>(garbage =>
    {
        var reader = new ProgressReader();
        reader.Add(garbage);
        reader.Add("\nprogress=continue\n"u8);
        reader.Add(System.Text.Encoding.UTF8.GetBytes(Block));
        return reader.Latest!.Bytes == 1485120;
    }).QuickCheckThrowOnFailure();
}
