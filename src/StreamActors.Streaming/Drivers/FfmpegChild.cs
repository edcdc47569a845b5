using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>Shared by the drivers that run an FFmpeg.</summary>
internal static class FfmpegChild
{
    /// <exception cref="NotStartedException">It cannot be started, with a reason for the operator.</exception>
    public static async Task<FfmpegRun> Start(FfmpegInstallation ffmpeg, FfmpegPlan plan, string workload, Reach reach, Action<ProgressReport>? onProgress = null)
    {
        try
        {
            return await ffmpeg.Run(plan, workload, reach, onProgress: onProgress);
        }
        catch (Exception failure)
        {
            throw new NotStartedException(DriverEnd.Of(FfmpegInstallation.CouldNotStart(failure)));
        }
    }

    public static ChildFigures? Figures(FfmpegRun run) => run.Usage is { } usage
        ? new ChildFigures(run.Pid, Math.Round(usage.Cpu.TotalSeconds, 2), usage.ResidentBytes, run.Progress?.Speed, run.Progress?.Dropped, run.Progress?.Duplicated)
        : null;
}
