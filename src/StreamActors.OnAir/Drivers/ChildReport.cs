using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.OnAir;

internal static class ChildReport
{
    public static ChildFigures? Of(FfmpegRun run) => run.Usage is { } usage
        ? new ChildFigures(run.Pid, Math.Round(usage.Cpu.TotalSeconds, 2), usage.ResidentBytes, run.Progress?.Speed, run.Progress?.Dropped, run.Progress?.Duplicated)
        : null;
}
