using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg.Tests.Children;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

public sealed class RunSpecs
{
    [Fact]
    public async Task A_child_that_somebody_has_stopped_is_ended_after_five_seconds_and_its_figures_are_read_once_a_second()
    {
        var time = new ManualTime();
        await using var childLauncher = new ChildLauncher(time);
        var ffmpeg = await FfmpegInstallation.Find(childLauncher);
        var run = await ffmpeg.Run(new TestSource(320, 180).Plan(ffmpeg.Version), "in");
        (await FfmpegBench.Take(run, 1)).Length.ShouldBe(1);
        run.Check();
        var first = run.Usage.ShouldNotBeNull();
        run.Check();
        run.Usage.ShouldBeSameAs(first, "a second has not passed");

        (await ShortRun.Of(childLauncher, new ChildStart("kill", ["-STOP", $"{run.Pid}"]), Fake.Timeout)).End.ExitCode.ShouldBe(0);
        await Eventually.Is(
            () =>
            {
                time.Move(TimeSpan.FromSeconds(1));
                run.Check();
                return run.Usage is { IsStopped: true };
            },
            () => "It was not stopped.");
        time.Move(TimeSpan.FromSeconds(4.9));
        run.Check();
        run.Ended.IsCompleted.ShouldBeFalse();
        time.Move(TimeSpan.FromSeconds(1));
        run.Check();

        var end = (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull();
        (end.Class, end.Sentence).ShouldBe((ErrorClass.Stalled, "FFmpeg was stopped by a signal (SIGSTOP) and did not continue."));
        run.Output.Dispose();
    }
}
