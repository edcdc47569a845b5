using StreamActors.Domain.Workloads;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

public sealed class ProbingSpecs(FfmpegBench bench) : IClassFixture<FfmpegBench>
{
    [Fact]
    public async Task G711_is_refused_by_the_run_and_carried_as_AAC()
    {
        var camera = Path.Combine(bench.Folder, "camera.mkv");
        await bench.Make("-i", bench.Clip, "-t", "10", "-c:v", "copy", "-c:a", "pcm_alaw", "-ar", "8000", camera);

        var copied = await bench.Run(new FileSource(camera));
        var diagnosis = (await copied.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull();
        diagnosis.ShouldBe(new Diagnosis(ErrorClass.Codec, "MPEG-TS cannot carry the codec pcm_alaw: transcode it.",
            diagnosis.Evidence) { Codec = "pcm_alaw" });

        var source = new FileSource(camera) { Sound = Sound.Aac };
        source.Plan(bench.Ffmpeg.Version).Changes.ShouldBe(["audio: encoded to AAC"]);
        var coded = await bench.Run(source);
        var copy = Path.Combine(bench.Folder, "coded.ts");
        await File.WriteAllBytesAsync(copy, await FfmpegBench.Take(coded, 300_000));
        (await bench.Codecs(copy)).ShouldContain("aac");
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
