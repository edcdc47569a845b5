using Microsoft.Extensions.Logging;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>Chooses and starts the driver of a workload: a native one if it exists, else FFmpeg.</summary>
internal sealed class Drivers : IAsyncDisposable
{
    private readonly MediaOptions _options;
    private readonly MediaFolder _files;
    private readonly ISecrets _secrets;
    private readonly RelayRegistry _relays;
    private readonly PipeFeeder _feeder;
    private readonly RtmpListeners _rtmp;
    private readonly StormLimit _storm;
    private readonly TimeProvider _time;
    private readonly TargetGuard _guard = new();
    private readonly ChildLauncher _childLauncher;
    private readonly PullGateways _gateways;
    private readonly SemaphoreSlim _finding = new(1);
    private FfmpegInstallation? _ffmpeg;

    public Drivers(MediaOptions options, string folder, ISecrets secrets, RelayRegistry relays, PipeFeeder feeder, StormLimit storm,
        TimeProvider time, ILoggerFactory logs)
    {
        (_options, _secrets, _relays, _feeder, _storm, _time) = (options, secrets, relays, feeder, storm, time);
        _files = new MediaFolder(Path.Combine(folder, options.Files));
        _rtmp = new RtmpListeners(options.Rtmp, folder, time, logs.CreateLogger<RtmpListeners>());
        _childLauncher = new ChildLauncher(time, logs.CreateLogger<ChildLauncher>());
        _gateways = new PullGateways(_guard, logs.CreateLogger<PullGateways>());
        Logs = new WorkloadLogs(Path.Combine(folder, "logs"), time, logs.CreateLogger<WorkloadLogs>());
    }

    public WorkloadLogs Logs { get; }

    /// <exception cref="NotStartedException">It cannot be started, with a reason for the operator.</exception>
    public async Task<IDriver> Start(EntityId id, WorkloadSpec spec, CancellationToken stop)
    {
        var address = await OpenedAddress.Open(spec.Address, spec.IsIngest, _secrets, stop);
        var native = DriverChoice.IsNative(address, id);
        if (spec.IsIngest)
            return (native, address.Protocol.ListensNatively) switch
            {
                (false, _) => await StartIngest(id, spec, address, stop),
                (_, true) => RtmpPlans.Start(_relays.Claim(spec.Relay), _rtmp, address),
                _ => UdpIngest.Start(
                    _relays.Claim(spec.Relay), UdpPlans.Source(address), UdpPlans.IsRtp(address), UdpPlans.Reorder(address), _time),
            };
        var host = _relays.Find(spec.Relay)
            ?? throw new NotStartedException(new DriverEnd(ErrorClass.InputLost, "The input is not running on this node."));
        if (!native)
            return await StartEgress(id, host, address, TrackChoice.Of(spec.Address), stop);
        if (address.Protocol.OneTrackOfEach)
            return await StartRtmp(id, host, address, TrackChoice.Of(spec.Address), stop);
        var judged = await CheckTarget(id, address.Target, stop);
        return UdpEgress.Start(host, UdpPlans.Destination(address, judged.Address), UdpPlans.IsRtp(address), UdpPlans.MaxHold(address),
            _time);
    }

    public async ValueTask DisposeAsync()
    {
        _rtmp.Dispose();
        await _childLauncher.DisposeAsync();
        await Logs.DisposeAsync();
        _finding.Dispose();
    }

    private async Task<IDriver> StartIngest(EntityId id, WorkloadSpec spec, OpenedAddress address, CancellationToken stop)
    {
        var ffmpeg = await Installed();
        var source = Sources.Of(address, _files, _options.Capture);
        var judged = await CheckTarget(id, source.Plan(ffmpeg.Version), stop);
        source = judged is null ? source : source.To(judged.Address);
        await _storm.Turn(stop);
        var host = _relays.Claim(spec.Relay);
        return await FfmpegIngest.Start(host, ffmpeg, source, id.ToString(), judged?.Reach ?? Reach.Public);
    }

    private async Task<IDriver> StartEgress(EntityId id, RelayHost host, OpenedAddress address, TrackChoice choice, CancellationToken stop)
    {
        var ffmpeg = await Installed();
        var layout = host.Live.Layout;
        if (choice.Misfit(layout) is { } misfit)
            throw new NotStartedException(new DriverEnd(ErrorClass.Codec, misfit));
        var target = Targets.Of(address, _files, _time.GetUtcNow()) with
        {
            Program = choice.Program ?? (choice.Says(layout) is null ? null : choice.In(layout)?.Program),
            SoundIsAac = choice.HasAac(layout),
        };
        var judged = await CheckTarget(id, target.Plan(ffmpeg.Version), stop);
        var plan = (judged is null ? target : target.To(judged.Address)).Plan(ffmpeg.Version);
        if (choice.Says(layout) is { } program)
            plan = plan with { Changes = [.. plan.Changes, program] };
        var recording = Targets.Guard(address, _files, _time);
        if (recording?.Check() is { } reason)
            throw new NotStartedException(DriverEnd.Of(reason));
        await _storm.Turn(stop);
        return await FfmpegEgress.Start(host, ffmpeg, plan, id.ToString(), judged?.Reach ?? Reach.Public, _feeder, recording,
            new LayoutWatch(host.Live, choice, layout), _time);
    }

    private async Task<IDriver> StartRtmp(EntityId id, RelayHost host, OpenedAddress address, TrackChoice choice, CancellationToken stop)
    {
        var layout = host.Live.Layout;
        if (choice.Misfit(layout) is { } misfit)
            throw new NotStartedException(new DriverEnd(ErrorClass.Codec, misfit));
        var target = (RtmpTarget)Targets.Of(address, _files, _time.GetUtcNow());
        return await RtmpEgress.Start(host, target.Address, choice.Program, choice.Says(layout), t => CheckTarget(id, t, stop), _time, stop);
    }

    /// <returns>Null if it has no remote target: it listens, or uses this machine's disk.</returns>
    private async Task<GuardedTarget?> CheckTarget(EntityId id, FfmpegPlan plan, CancellationToken stop) =>
        plan.Targets is [var target] ? await CheckTarget(id, target, stop) : null;

    private async Task<GuardedTarget> CheckTarget(EntityId id, HostPort target, CancellationToken stop)
    {
        var judged = await _guard.Judge(target, _options.Reach, stop);
        return judged.Refusal is { } refusal ? throw new NotStartedException(DriverEnd.Of(WithCure(id, refusal))) : judged;
    }

    /// <summary>Adds the retry command: a parked workload does not start by itself.</summary>
    private static Diagnosis WithCure(EntityId id, Diagnosis refusal) => refusal.Class != ErrorClass.BadUrl ? refusal : refusal with
    {
        Sentence = $"{refusal.Sentence}, then: {RetryCommand.Of(id)}",
    };

    /// <summary>Searched for on first use, and again while it is missing, because it may be installed meanwhile.</summary>
    private async Task<FfmpegInstallation> Installed()
    {
        await _finding.WaitAsync(CancellationToken.None);
        try
        {
            return _ffmpeg ??= await FfmpegInstallation.Find(_childLauncher, Logs, _gateways, _options.Ffmpeg);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException)
        {
            throw new NotStartedException(new DriverEnd(ErrorClass.Resources, failure.Message));
        }
        finally
        {
            _finding.Release();
        }
    }
}
