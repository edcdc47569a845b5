using System.Net;
using Microsoft.Extensions.Logging;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>Chooses and starts the driver of a workload: a native one if it exists, else FFmpeg.</summary>
internal sealed partial class Drivers : IAsyncDisposable
{
    private readonly MediaOptions _options;
    private readonly MediaFolder _files;
    private readonly ISecrets _secrets;
    private readonly IEntities _entities;
    private readonly string _node;
    private readonly RelayRegistry _relays;
    private readonly PipeFeeder _feeder;
    private readonly RtmpListeners _rtmp;
    private readonly StormLimit _storm;
    private readonly MediaMtxRouter? _router;
    private readonly TimeProvider _time;
    private readonly TargetGuard _guard = new();
    private readonly ChildLauncher _childLauncher;
    private readonly PullGateways _gateways;
    private readonly SrtPorts _srtPorts;
    private readonly RefusalLog _refusals;
    private readonly ILogger _log;
    private bool _toldOfSrt;
    private readonly SemaphoreSlim _finding = new(1);
    private FfmpegInstallation? _ffmpeg;

    public Drivers(MediaOptions options, string folder, string node, ISecrets secrets, IEntities entities, InputsElsewhere elsewhere,
        RelayRegistry relays, RelayReaders readers, PipeFeeder feeder, StormLimit storm, MediaMtxRouter? router, TimeProvider time,
        ILoggerFactory logs)
    {
        (_options, _secrets, _relays, _feeder, _storm, _router, _time) = (options, secrets, relays, feeder, storm, router, time);
        (_node, _entities) = (node, entities);
        _srtPorts = new SrtPorts(options.Srt.MegabitsPerPort * 1_000_000L);
        _log = logs.CreateLogger<Drivers>();
        _refusals = new RefusalLog(time, _log);
        SrtPort = new SrtSharedPort(options.Srt.Port, options.Srt.Read, readers, time, _refusals, _log);
        _files = new MediaFolder(Path.Combine(folder, options.Files));
        _rtmp = new RtmpListeners(options.Rtmp, folder, elsewhere, readers, time, logs.CreateLogger<RtmpListeners>());
        _childLauncher = new ChildLauncher(time, logs.CreateLogger<ChildLauncher>());
        _gateways = new PullGateways(_guard, logs.CreateLogger<PullGateways>());
        Logs = new WorkloadLogs(Path.Combine(folder, "logs"), time, logs.CreateLogger<WorkloadLogs>());
    }

    public WorkloadLogs Logs { get; }

    public MediaFolder Files => _files;

    public InputLanding Landing(string relay, long incarnation) => new(_entities, relay, _node, incarnation, _time);

    public bool HasRtmpPort(IPEndPoint address) => _rtmp.IsOpen(address);

    /// <returns>The addresses of a host, or why it is not allowed or known.</returns>
    public Task<GuardedTarget> Check(HostPort target, CancellationToken stop) => _guard.Check(target, _options.Reach, stop);

    public SrtSharedPort SrtPort { get; }

    /// <summary>Opens the RTMP port for players.</summary>
    public IPeriodicCheck RtmpPorts => _rtmp;

    /// <exception cref="NotStartedException">It cannot be started, with a reason for the operator.</exception>
    public async Task<IDriver> Start(EntityId id, long incarnation, WorkloadSpec spec, CancellationToken stop)
    {
        var address = await OpenedAddress.Open(spec.Address, spec.IsIngest, _secrets, stop);
        var landing = Landing(spec.Relay, incarnation);
        if (spec.IsIngest && MediaMtxSource.Takes(address))
            return await StartRouted(id, spec, address, landing, stop);
        if (spec.IsIngest)
            _router?.Leave(spec.Relay);
        if (spec.IsIngest)
            return await StartInput(id, spec.Relay, address, landing, stop);
        var native = Choose(id, address);
        var host = _relays.Find(spec.Relay)
            ?? throw new NotStartedException(new DriverEnd(ErrorClass.InputLost, "The input is not running on this node."));
        return native switch
        {
            NativeDriver.Datagrams => UdpEgress.Start(
                host, UdpPlans.Destination(address, (await CheckTarget(id, address.Target, stop)).Address), UdpPlans.IsRtp(address),
                UdpPlans.MaxHold(address), _time),
            NativeDriver.Srt => SrtEgress.Start(host, SrtPlans.Options(address, onlySends: true), await Link(id, address, stop), _srtPorts,
                _options.Srt.MaxReaders, _refusals, _time),
            NativeDriver.Rtmp => await StartRtmp(id, host, address, TrackChoice.Of(spec.Address), stop),
            _ => await StartEgress(id, host, address, TrackChoice.Of(spec.Address), stop),
        };
    }

    /// <exception cref="NotStartedException">It cannot be started, with a reason for the operator.</exception>
    public async Task<IDriver> StartInput(
        EntityId id, string relay, OpenedAddress address, InputLanding landing, CancellationToken stop) => Choose(id, address) switch
    {
        NativeDriver.Datagrams => UdpIngest.Start(
            _relays.Claim(relay), UdpPlans.Source(address), UdpPlans.IsRtp(address), UdpPlans.Reorder(address), _time),
        NativeDriver.Srt when address.IsOnSharedPort => SrtPlans.Start(_relays.Claim(relay), SrtPort, address, landing),
        NativeDriver.Srt =>
            SrtIngest.Start(_relays.Claim(relay), SrtPlans.Options(address), await Link(id, address, stop), landing),
        NativeDriver.Rtmp => RtmpPlans.Start(_relays.Claim(relay), _rtmp, address, landing),
        _ => await StartFfmpeg(id, relay, address, stop),
    };

    private NativeDriver Choose(EntityId id, OpenedAddress address)
    {
        var native = DriverChoice.Of(address, id);
        if (native == NativeDriver.None && address.Protocol.Native == NativeDriver.Srt && SrtLibrary.WhyNot is { } missing
            && !Interlocked.Exchange(ref _toldOfSrt, true))
            SrtByFfmpeg(_log, missing);
        return native;
    }

    [LoggerMessage(EventId = 4232, Level = LogLevel.Warning, Message = "SRT runs with FFmpeg, at several times the cost: {Missing}")]
    private static partial void SrtByFfmpeg(ILogger logger, string missing);

    private async Task<SrtLink> Link(EntityId id, OpenedAddress address, CancellationToken stop) => address.Listens
        ? new SrtLink(true, UdpPlans.Own(address))
        : new SrtLink(false, new IPEndPoint((await CheckTarget(id, address.Target, stop)).Address, address.Target.Port));

    public async ValueTask DisposeAsync()
    {
        _rtmp.Dispose();
        SrtPort.Dispose();
        await _childLauncher.DisposeAsync();
        await Logs.DisposeAsync();
        _finding.Dispose();
    }

    private async Task<IDriver> StartFfmpeg(EntityId id, string relay, OpenedAddress address, CancellationToken stop)
    {
        var ffmpeg = await Installed();
        var source = Sources.Of(address, _files, _options.Capture);
        var guarded = await CheckTarget(id, source.Plan(ffmpeg.Version), stop);
        source = guarded is null ? source : source.To(guarded.Address);
        await _storm.Turn(stop);
        var host = _relays.Claim(relay);
        return await FfmpegIngest.Start(host, ffmpeg, source, id.ToString(), guarded?.Reach ?? Reach.Public);
    }

    /// <summary>Taken in by MediaMTX, which connects to the source itself: its host is checked here all the same.</summary>
    private async Task<IDriver> StartRouted(
        EntityId id, WorkloadSpec spec, OpenedAddress address, InputLanding landing, CancellationToken stop)
    {
        if (_router is null)
            throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl, "driver=mediamtx: no MediaMTX is configured. Set "
                + $"media.mediamtx.api = \"http://127.0.0.1:9997\" and start the server again, then: {RetryCommand.Of(id)}"));
        if (!address.Listens)
            await CheckTarget(id, address.Target, stop);
        _router.Want(spec.Relay, MediaMtxSource.Of(address));
        var host = _relays.Claim(spec.Relay);
        return new MediaMtxIngest(_router, host, async () =>
        {
            var (at, streamId) = (_router.ReadAt, _router.StreamIdOf(_router.PathOf(spec.Relay)));
            if (SrtLibrary.WhyNot is null)
            {
                var guarded = await _guard.Check(at, Reach.Loopback, stop); // it is configured: only its name is resolved
                return guarded.Refusal is { } refusal ? throw new NotStartedException(DriverEnd.Of(refusal))
                    : SrtIngest.Start(host, new SrtOptions { StreamId = streamId.Reveal() },
                        new SrtLink(false, new IPEndPoint(guarded.Address, at.Port)), landing);
            }
            var ffmpeg = await Installed();
            await _storm.Turn(stop);
            var source = new SrtSource(at, SrtMode.Caller) { StreamId = streamId };
            return await FfmpegIngest.Start(host, ffmpeg, source, id.ToString(), Reach.Public);
        });
    }

    private async Task<IDriver> StartEgress(EntityId id, RelayHost host, OpenedAddress address, TrackChoice choice, CancellationToken stop)
    {
        var ffmpeg = await Installed();
        var layout = host.Live.Layout;
        if (choice.Unsupported(layout) is { } unsupported)
            throw new NotStartedException(new DriverEnd(ErrorClass.Codec, unsupported));
        var target = Targets.Of(address, _files, _time.GetUtcNow()) with
        {
            Program = choice.Program ?? (choice.Says(layout) is null ? null : choice.In(layout)?.Program),
            SoundIsAac = choice.HasAac(layout),
        };
        var guarded = await CheckTarget(id, target.Plan(ffmpeg.Version), stop);
        var plan = (guarded is null ? target : target.To(guarded.Address)).Plan(ffmpeg.Version);
        if (choice.Says(layout) is { } program)
            plan = plan with { Changes = [.. plan.Changes, program] };
        var recording = Targets.Guard(address, _files, _time);
        if (recording?.Check() is { } reason)
            throw new NotStartedException(DriverEnd.Of(reason));
        await _storm.Turn(stop);
        return await FfmpegEgress.Start(host, ffmpeg, plan, id.ToString(), guarded?.Reach ?? Reach.Public, _feeder, recording,
            new LayoutWatch(host.Live, choice, layout), _time);
    }

    private async Task<IDriver> StartRtmp(EntityId id, RelayHost host, OpenedAddress address, TrackChoice choice, CancellationToken stop)
    {
        var layout = host.Live.Layout;
        if (choice.Unsupported(layout, hevc: true) is { } unsupported)
            throw new NotStartedException(new DriverEnd(ErrorClass.Codec, unsupported));
        var target = (RtmpTarget)Targets.Of(address, _files, _time.GetUtcNow());
        return await RtmpEgress.Start(
            host, target.Address, choice.HasHevc(layout), choice.Program, choice.Says(layout), to => CheckTarget(id, to, stop), _time,
            stop);
    }

    /// <returns>Null if it has no remote target: it listens, or uses this machine's disk.</returns>
    private async Task<GuardedTarget?> CheckTarget(EntityId id, FfmpegPlan plan, CancellationToken stop) =>
        plan.Targets is [var target] ? await CheckTarget(id, target, stop) : null;

    private async Task<GuardedTarget> CheckTarget(EntityId id, HostPort target, CancellationToken stop)
    {
        var guarded = await Check(target, stop);
        return guarded.Refusal is { } refusal ? throw new NotStartedException(DriverEnd.Of(WithCure(id, refusal))) : guarded;
    }

    /// <summary>Adds the retry command: a parked workload does not start by itself.</summary>
    private static Diagnosis WithCure(EntityId id, Diagnosis refusal) => refusal.Class != ErrorClass.BadUrl ? refusal : refusal with
    {
        Sentence = $"{refusal.Sentence}, then: {RetryCommand.Of(id)}",
    };

    /// <summary>Searched for on first use, and again while it is missing, because it may be installed meanwhile.</summary>
    public async Task<FfmpegInstallation> Installed()
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
