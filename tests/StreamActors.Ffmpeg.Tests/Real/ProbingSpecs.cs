using StreamActors.Domain.Workloads;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

public sealed class ProbingSpecs(Bench bench) : IClassFixture<Bench>
{
    [Fact]
    public async Task A_look_at_a_source_names_its_tracks()
    {
        var probed = await Probe.Of(bench.Ffmpeg, new FileSource(bench.Clip), Bench.Patience);

        var picture = probed.Stream.ShouldNotBeNull().Tracks.Single(track => track.Kind == "video");
        (picture.Codec, picture.Width, picture.Height, picture.FramesPerSecond).ShouldBe(("h264", 320, 180, 25));
        CodecFit.Of(probed.Stream).ShouldBe(Fit.Carried);
    }

    [Fact]
    public async Task G711_is_found_by_the_probe_refused_by_the_run_and_carried_as_AAC()
    {
        var camera = Path.Combine(bench.Folder, "camera.mkv");
        await bench.Make("-i", bench.Clip, "-t", "10", "-c:v", "copy", "-c:a", "pcm_alaw", "-ar", "8000", camera);

        var probed = await Probe.Of(bench.Ffmpeg, new FileSource(camera), Bench.Patience);
        CodecFit.Of(probed.Stream.ShouldNotBeNull()).ShouldBe(Fit.NeedsAac);

        var copied = await bench.Run(new FileSource(camera));
        var diagnosis = (await copied.Ended.WaitAsync(Bench.Patience)).Diagnosis.ShouldNotBeNull();
        diagnosis.ShouldBe(new Diagnosis(ErrorClass.Codec, "MPEG-TS cannot carry the codec pcm_alaw: transcode it.", diagnosis.Evidence) { Codec = "pcm_alaw" });

        var source = new FileSource(camera) { Sound = Sound.Aac };
        source.Plan(bench.Ffmpeg.Version).Changes.ShouldBe(["audio: encoded to AAC"]);
        var coded = await bench.Run(source);
        var copy = Path.Combine(bench.Folder, "coded.ts");
        await File.WriteAllBytesAsync(copy, await Bench.Take(coded, 300_000));
        (await Probe.Of(bench.Ffmpeg, new FileSource(copy), Bench.Patience)).Stream.ShouldNotBeNull().Tracks.Select(track => track.Codec).ShouldContain("aac");
    }

    [Fact]
    public async Task A_source_that_never_answers_is_given_up_after_its_time()
    {
        var source = new SrtSource(new HostPort("127.0.0.1", Ports.Udp()), SrtMode.Listener);

        var probed = await Probe.Of(bench.Ffmpeg, source, TimeSpan.FromSeconds(1));

        probed.Stream.ShouldBeNull();
        probed.Diagnosis.ShouldNotBeNull().Sentence.ShouldBe("Nothing readable came within 1 s.");
    }

    [Fact]
    public async Task A_source_that_is_not_there_says_so()
    {
        var probed = await Probe.Of(bench.Ffmpeg, new FileSource("/nowhere/x.ts"), Bench.Patience);

        probed.Diagnosis.ShouldNotBeNull().Class.ShouldBe(ErrorClass.NotFound);
    }

    [Fact]
    public async Task What_this_machine_can_do_is_found_by_trying_and_the_ladder_leads_down_with_a_reason()
    {
        Encoder[] broken = [new("h264_of_dreams", "video"), .. Encoder.H264Ladder];

        var found = await Capabilities.Find(bench.Ffmpeg, [.. broken, .. Encoder.SoundLadder], CancellationToken.None);

        found.Encoders.Single(tried => tried.Encoder.Name == "libx264").Works.ShouldBeTrue();
        found.Encoders.Single(tried => tried.Encoder.Name == "aac").Works.ShouldBeTrue();
        var choice = found.Choose("h264_of_dreams", broken).ShouldNotBeNull();
        choice.Change.ShouldNotBeNull().ShouldContain("Unknown encoder 'h264_of_dreams'");
        found.Choose("libx264", broken).ShouldBe(new EncoderChoice(broken[^1], null));
        found.InputProtocols.ShouldContain("srt");
        found.OutputProtocols.ShouldContain("rtmps");
        found.OutputProtocols.ShouldNotContain("hls");
    }

    [Theory]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026", 5, 1, true)]
    [InlineData("ffmpeg version n7.1.1 Copyright", 7, 1, true)]
    [InlineData("ffmpeg version 7:4.4.2-0ubuntu0.22.04.1 Copyright", 4, 4, false)]
    [InlineData("ffmpeg version N-112233-gabcdef Copyright", int.MaxValue, 0, true)]
    public void Versions_are_read_in_all_their_spellings(string line, int major, int minor, bool newEnough)
    {
        var version = FfmpegVersion.Parse(line).ShouldNotBeNull();

        (version.Major, version.Minor, version.IsNewEnough).ShouldBe((major, minor, newEnough));
    }
}
