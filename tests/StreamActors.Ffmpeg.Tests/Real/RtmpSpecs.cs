using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>Which parts of an RTMP address reach a server.</summary>
public sealed class RtmpSpecs(FfmpegBench bench) : IClassFixture<FfmpegBench>
{
    private const string Password = "p:w&=%41";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_and_password_answer_the_challenge_of_a_server(bool publishes)
    {
        using var server = new RtmpPeer(("ann%41", Password));
        var address = new RtmpAddress(new HostPort("127.0.0.1", server.Port), "live", new Secret("studio?token=a/b"))
        {
            User = "ann%41",
            Password = new Secret(Password),
        };
        var run = await Run(address, publishes);

        (await server.Stream.WaitAsync(FfmpegBench.Timeout)).ShouldBe("studio?token=a/b", FfmpegBench.Said(run));
        server.Applications.Count.ShouldBe(3);
        server.Applications.First().ShouldBe("live");
        FfmpegBench.Said(run).ShouldNotContain(Password);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_never_printed()
    {
        using var server = new RtmpPeer(("ann", "another"));
        var run = await Run(
            new RtmpAddress(new HostPort("127.0.0.1", server.Port), "live", new Secret("studio")) { User = "ann",
                Password = new Secret("my-private-word") }, publishes: true);

        var end = (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull();
        (end.Class, end.Sentence.Contains("user name and password", StringComparison.Ordinal)).ShouldBe((ErrorClass.RefusedAuth, true),
            $"{end}\n{FfmpegBench.Said(run)}");
        FfmpegBench.Said(run).ShouldNotContain("my-private-word");
    }

    [Theory]
    [InlineData(true, "live2?backup=1", "KEY?x=a/b")]
    [InlineData(false, "live", "studio?token=abc&x=%20")]
    [InlineData(false, "live?vhost=a.example", "studio")]
    public async Task Queries_of_the_application_and_of_the_key_arrive_each_at_its_place(bool publishes, string application, string key)
    {
        using var server = new RtmpPeer();
        var run = await Run(new RtmpAddress(new HostPort("127.0.0.1", server.Port), application, new Secret(key)), publishes);

        (await server.Stream.WaitAsync(FfmpegBench.Timeout)).ShouldBe(key, FfmpegBench.Said(run));
        server.Applications.ShouldBe([application]);
    }

    private async Task<FfmpegRun> Run(RtmpAddress address, bool publishes)
    {
        if (!publishes)
            return await bench.Run(new RtmpSource(address));
        var run = await bench.Run(new RtmpTarget(address));
        await bench.Feed(run);
        return run;
    }
}
