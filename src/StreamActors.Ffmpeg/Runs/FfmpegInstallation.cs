using System.ComponentModel;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>The FFmpeg of this machine: its programs, its version, and how to run them.</summary>
public sealed class FfmpegInstallation
{
    /// <summary>A machine that restarts all its streams at once may take long to start a program.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WorkloadLogs? _logs;
    private readonly PullGateways _gateways;

    private FfmpegInstallation(ChildLauncher childLauncher, string ffmpeg, FfmpegVersion version, WorkloadLogs? logs, PullGateways gateways)
    {
        (Launcher, Program, Version) = (childLauncher, ffmpeg, version);
        (_logs, _gateways) = (logs, gateways);
    }

    public ChildLauncher Launcher { get; }

    public string Program { get; }

    public FfmpegVersion Version { get; }

    /// <summary>Finds FFmpeg and its version.</summary>
    /// <exception cref="InvalidOperationException">The program is not FFmpeg, or too old.</exception>
    public static async Task<FfmpegInstallation> Find(
        ChildLauncher childLauncher, WorkloadLogs? logs = null, PullGateways? gateways = null, string ffmpeg = "ffmpeg")
    {
        var answer = await ShortRun.Of(childLauncher, new ChildStart(ffmpeg, ["-version"]), Patience);
        var version = FfmpegVersion.Parse(answer.Stdout)
            ?? throw new InvalidOperationException($"'{ffmpeg}' is not a working FFmpeg ({answer.End}).");
        return version.IsNewEnough
            ? new FfmpegInstallation(childLauncher, ffmpeg, version, logs, gateways ?? new PullGateways(new TargetGuard()))
            : throw new InvalidOperationException($"FFmpeg {version} is too old: {FfmpegVersion.Oldest} or newer is needed.");
    }

    /// <param name="workload">Names the log.</param>
    /// <param name="reach">The limit for its links, as <see cref="TargetGuard"/> answered for the plan's targets.</param>
    /// <exception cref="FileNotFoundException">FFmpeg or one of its wrappers is gone; see <see cref="CouldNotStart"/>.</exception>
    /// <exception cref="Win32Exception">The machine cannot start another process; likewise.</exception>
    public async Task<FfmpegRun> Run(FfmpegPlan plan, string workload, Reach reach = Reach.Public, ChildLimits? limits = null,
        Action<ProgressReport>? onProgress = null)
    {
        var gateway = Gateway(plan, reach);
        try
        {
            var run = new FfmpegRun(plan, gateway, Launcher.Time, line => _logs?.Append(workload, line), onProgress);
            var start = new ChildStart(Program, plan.Arguments)
            {
                Stdin = plan.Side == Side.Egress,
                Stdout = plan.Side == Side.Ingest,
                Limits = limits ?? ChildLimits.None,
            };
            await run.Start(Launcher, gateway?.Through(start) ?? start);
            _ = run.Ended.ContinueWith(_ => _logs?.Close(workload), TaskScheduler.Default);
            return run;
        }
        catch when (gateway is not null)
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    internal IGateway? Gateway(FfmpegPlan plan, Reach reach) => _gateways.Open(plan, reach);

    /// <summary>The fault for an exception of <see cref="Run"/>.</summary>
    public static Diagnosis CouldNotStart(Exception exception) => exception switch
    {
        Win32Exception => new(ErrorClass.Resources, $"The machine cannot start another process: {exception.Message}."),
        FileNotFoundException => new(ErrorClass.Resources, exception.Message), // missing for a moment during an upgrade
        _ => new(ErrorClass.Bug, $"FFmpeg could not be started: {exception.Message}"),
    };
}
