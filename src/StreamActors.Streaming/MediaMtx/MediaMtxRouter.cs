using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>
/// Keeps the paths of an external MediaMTX as the inputs with driver=mediamtx need them (decision 0170). It compares every few seconds, and
/// at once when an input starts or a path is missing: what MediaMTX learns over its API it forgets when it restarts.
/// </summary>
public sealed partial class MediaMtxRouter : IPeriodicCheck, IDisposable
{
    private static readonly string[] Kinds = ["srtconns", "rtmpconns", "rtspsessions"];

    /// <summary>The configuration of all paths is large: it is read this often where nothing looks changed.</summary>
    private static readonly TimeSpan FullInterval = TimeSpan.FromSeconds(30);

    private readonly MediaMtxOptions _options;
    private readonly MediaMtxClient _client;
    private readonly Func<string, bool?> _isRouted;
    private readonly ITelemetry _telemetry;
    private readonly string _node;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WantedPath> _wanted = new(StringComparer.Ordinal);

    /// <summary>Of the rounds alone, which never overlap.</summary>
    private readonly Dictionary<string, AppliedPath> _applied = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _leftOver = new(StringComparer.Ordinal);
    private long _last;
    private long? _lastFull;

    private volatile MediaMtxSeen _seen = MediaMtxSeen.Nothing;
    private TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _round = Task.CompletedTask;
    private int _asked;

    /// <param name="isRouted">Whether an input, on whatever node, is on and wants a path; null: not known yet.</param>
    public MediaMtxRouter(MediaMtxOptions options, Secret? password, Func<string, bool?> isRouted, ITelemetry telemetry, string node,
        TimeProvider time, ILogger log)
    {
        (_options, _isRouted, _telemetry, _node, _time, _log) = (options, isRouted, telemetry, node, time, log);
        _stopping = _stop.Token;
        _client = new MediaMtxClient(options.Api, options.User, password);
        var read = new Uri(options.Srt.Length == 0 ? $"srt://{new Uri(options.Api).Host}:8890" : $"srt://{options.Srt}");
        ReadAt = new HostPort(read.Host, read.Port);
        Password = password;
    }

    /// <summary>Where its streams are read: its SRT listener.</summary>
    internal HostPort ReadAt { get; }

    internal MediaMtxSeen Seen => _seen;

    private Secret? Password { get; }

    public void Check()
    {
        if (!_round.IsCompleted || (_seen.Round == Volatile.Read(ref _asked) && _time.GetElapsedTime(_last) < _options.Poll))
            return;
        _last = _time.GetTimestamp();
        _round = Task.Run(Round, CancellationToken.None);
    }

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _round.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // It was under way.
        }
        _client.Dispose();
        _stop.Dispose();
    }

    internal string PathOf(string input) => $"{_options.Paths}/{input}";

    /// <summary>Read by SRT, with the credentials of the API: its user needs the permission 'read' too.</summary>
    internal Secret StreamIdOf(string path) => new(_options.User.Length == 0
        ? $"read:{path}" : $"#!::m=request,r={path},u={_options.User},s={Password?.Reveal()}");

    /// <summary>From now on MediaMTX is to have this path.</summary>
    internal void Want(string input, WantedPath wanted)
    {
        lock (_gate)
        {
            if (!_wanted.TryGetValue(PathOf(input), out var before) || !JsonNode.DeepEquals(before.Fields, wanted.Fields))
                _wanted[PathOf(input)] = wanted;
        }
    }

    /// <summary>The input runs here no more. Its path is deleted if it runs nowhere: the node it moved to reads the same one.</summary>
    internal void Leave(string input)
    {
        lock (_gate)
        {
            if (!_wanted.Remove(PathOf(input)))
                return;
        }
        Interlocked.Increment(ref _asked);
    }

    /// <summary>Completes when the path is as wanted and has media, or when it cannot be known and the path was applied before.</summary>
    /// <exception cref="NotStartedException">The API is not reachable, or refuses the path.</exception>
    internal async Task Ready(string input, CancellationToken stop)
    {
        var path = PathOf(input);
        for (var seen = await Look(stop); ; seen = await Next(seen, stop))
        {
            if (seen.Refused.GetValueOrDefault(path) is { } refusal)
                throw new NotStartedException(refusal);
            if (seen.Fault is { } fault && !seen.Applied.Contains(path))
                throw new NotStartedException(fault);
            if (seen.Fault is not null || (seen.Applied.Contains(path) && seen.HasMedia(path)))
                return;
        }
    }

    /// <summary>Compares now, and then tells what of MediaMTX ended the reading of a path.</summary>
    /// <param name="restarts">How often it had restarted when the reading began.</param>
    internal async Task<DriverEnd> Explain(string input, int restarts, DriverEnd end)
    {
        var seen = await Look(_stopping);
        return (seen.Fault, seen.Restarts - restarts) switch
        {
            ({ } fault, _) => new DriverEnd(ErrorClass.Network, $"{fault.Text} {end.Text}"),
            (_, > 0) => new DriverEnd(ErrorClass.Network,
                "MediaMTX was restarted, or its paths were deleted: they have been applied again."),
            _ => WhyEmpty(input) is { } why ? new DriverEnd(ErrorClass.Network, why) : end,
        };
    }

    /// <returns>Null if the path has media.</returns>
    internal string? WhyEmpty(string input)
    {
        var path = PathOf(input);
        return _seen.Paths.GetValueOrDefault(path) switch
        {
            { HasMedia: true } => null,
            { Source.Type: { } source } => $"MediaMTX receives nothing on the path {path}: its {source} is not ready.",
            _ => $"MediaMTX receives nothing on the path {path}: nobody publishes to it, or its source is not connected.",
        };
    }

    internal RouterFigures FiguresOf(string input)
    {
        var (path, seen) = (PathOf(input), _seen);
        return seen.Paths.GetValueOrDefault(path) is not { } now
            ? new RouterFigures(path, Ready: false, Source: null, Readers: 0, BytesIn: 0, BytesOut: 0, Connections: [])
            : new RouterFigures(path, now.HasMedia, now.Source?.Type, now.Readers?.Count ?? 0, now.InboundBytes ?? now.BytesReceived ?? 0,
                now.OutboundBytes ?? now.BytesSent ?? 0, [.. seen.Connections.Where(c => c.Path == path)
                    .Select(c => $"{c.Kind} {c.State} {c.Address}")]);
    }

    /// <summary>What a comparison that begins after now finds.</summary>
    private async Task<MediaMtxSeen> Look(CancellationToken stop)
    {
        var asked = Interlocked.Increment(ref _asked);
        var seen = _seen;
        while (seen.Round < asked)
            seen = await Next(seen, stop);
        return seen;
    }

    private async Task<MediaMtxSeen> Next(MediaMtxSeen before, CancellationToken stop)
    {
        var turn = Volatile.Read(ref _turn).Task;
        if (ReferenceEquals(_seen, before))
            await turn.WaitAsync(stop);
        return _seen;
    }

    private async Task Round()
    {
        var (asked, before) = (Volatile.Read(ref _asked), _seen);
        MediaMtxSeen seen;
        try
        {
            seen = await Compare(before, isAsked: asked != before.Round, _stopping) with { Round = asked };
            if (before.Fault is not null || before.Info is null)
                Reached(_log, _options.Api, seen.Info?.Version);
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // the next round must come, whatever it answered
        {
            var fault = (failure as NotStartedException)?.End
                ?? new DriverEnd(ErrorClass.Network, $"The answers of MediaMTX's API cannot be used: {failure.Message}");
            seen = before with { Fault = fault, Round = asked };
            if (before.Fault?.Text != fault.Text)
                NotReached(_log, fault.Text);
        }
        _telemetry.Publish(RouterHealth.Topic, _node, new RouterHealth(_time.GetUtcNow(), seen.Fault is null)
        {
            Version = seen.Info?.Version, Fault = seen.Fault?.Text, Paths = seen.Applied.Count, Restarts = seen.Restarts,
            Ready = seen.Applied.Count(seen.HasMedia),
        });
        _seen = seen;
        Interlocked.Exchange(ref _turn, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private async Task<MediaMtxSeen> Compare(MediaMtxSeen before, bool isAsked, CancellationToken stop)
    {
        Dictionary<string, WantedPath> wanted;
        lock (_gate)
            wanted = new Dictionary<string, WantedPath>(_wanted, StringComparer.Ordinal);
        var info = await _client.Info(stop) ?? new MediaMtxVersion(null, null);
        var restarted = before.Info?.Started is { } started && info.Started != started;
        var paths = await Own(_client.Paths(stop));
        var (applied, refused) = (before.Applied, before.Refused);
        var isDue = _lastFull is not { } at || _time.GetElapsedTime(at) >= FullInterval;
        if (isAsked || restarted || isDue || wanted.Keys.Any(path => !paths.ContainsKey(path)))
        {
            (restarted, applied, refused) = await Reconcile(wanted, restarted, before, stop);
            paths = await Own(_client.Paths(stop));
            _lastFull = _time.GetTimestamp();
        }
        if (restarted)
        {
            info = await _client.Info(stop) ?? info; // it may have restarted since it was asked
            Restarted(_log, info.Version, applied.Count);
        }
        List<MediaMtxConnected> connections = [];
        foreach (var kind in wanted.Count > 0 ? Kinds : [])
            connections.AddRange(from c in await _client.Connections(kind, stop)
                                 where c.Path is not null && IsOwn(c.Path)
                                 select new MediaMtxConnected(kind[..^1], c.Path!, c.State, c.RemoteAddr));
        return new MediaMtxSeen(info, paths, applied, refused, connections, before.Restarts + (restarted ? 1 : 0));
    }

    private async Task<(bool Restarted, HashSet<string> Applied, Dictionary<string, DriverEnd> Refused)> Reconcile(
        Dictionary<string, WantedPath> wanted, bool restarted, MediaMtxSeen before, CancellationToken stop)
    {
        var listed = await Listed(stop);
        var calls = PathPlan.Of(wanted.ToDictionary(w => w.Key, w => w.Value.Fields, StringComparer.Ordinal), listed, _applied, IsLeftOver);
        restarted |= calls.Any(call => call.Type == PathCallType.Add && before.Applied.Contains(call.Path));
        var refused = new Dictionary<string, DriverEnd>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            try
            {
                await _client.Send(call, stop);
                Applied(_log, call.Type, call.Path, string.Join(", ", call.Fields?.Select(f => f.Key) ?? []));
            }
            catch (NotStartedException refusal) when (refusal.End.Class == ErrorClass.BadUrl)
            {
                if (call.Type != PathCallType.Delete) // deleted by somebody else
                    refused[call.Path] = refusal.End with { Text = new SecretMask(wanted[call.Path].Secrets).Mask(refusal.End.Text) };
            }
        }
        if (calls.Count > 0)
            listed = await Listed(stop);
        foreach (var path in _applied.Keys.Where(path => !wanted.ContainsKey(path)).ToList())
            _applied.Remove(path);
        foreach (var call in calls.Where(c => c.Type != PathCallType.Delete && !refused.ContainsKey(c.Path) && listed.ContainsKey(c.Path)))
            _applied[call.Path] = new AppliedPath(wanted[call.Path].Fields, listed[call.Path]);
        // Another node may have added the path in between: then it is there, and compared in the next round.
        return (restarted, wanted.Keys.Where(path => listed.ContainsKey(path) && !refused.ContainsKey(path))
            .ToHashSet(StringComparer.Ordinal), refused);
    }

    /// <summary>At once if it was wanted here. Else the catalogue may be behind another node that has just created the input.</summary>
    private bool IsLeftOver(string path)
    {
        if (_isRouted(path[(_options.Paths.Length + 1)..]) != false)
        {
            _leftOver.Remove(path);
            return false;
        }
        if (_applied.ContainsKey(path))
            return true;
        if (!_leftOver.TryGetValue(path, out var since))
            _leftOver[path] = since = _time.GetTimestamp();
        return _time.GetElapsedTime(since) >= FullInterval;
    }

    private async Task<Dictionary<string, JsonObject>> Listed(CancellationToken stop) =>
        (await _client.Configured(stop)).Where(path => (string?)path["name"] is { } name && IsOwn(name))
            .DistinctBy(path => (string)path["name"]!, StringComparer.Ordinal)
            .ToDictionary(path => (string)path["name"]!, StringComparer.Ordinal);

    private async Task<Dictionary<string, MediaMtxPath>> Own(Task<List<MediaMtxPath>> paths) =>
        (await paths).Where(path => IsOwn(path.Name)).DistinctBy(path => path.Name, StringComparer.Ordinal)
            .ToDictionary(path => path.Name, StringComparer.Ordinal);

    private bool IsOwn(string path) => path.StartsWith($"{_options.Paths}/", StringComparison.Ordinal);

    [LoggerMessage(EventId = 4220, Level = LogLevel.Information, Message = "MediaMTX's API answers at {Api}: version {Version}.")]
    private static partial void Reached(ILogger logger, string api, string? version);

    [LoggerMessage(EventId = 4221, Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void NotReached(ILogger logger, string fault);

    [LoggerMessage(EventId = 4222, Level = LogLevel.Warning,
        Message = "MediaMTX {Version} was restarted, or its paths were deleted: {Count} have been applied again.")]
    private static partial void Restarted(ILogger logger, string? version, int count);

    [LoggerMessage(EventId = 4223, Level = LogLevel.Information, Message = "MediaMTX: {Type} of the path {Path} ({Fields}).")]
    private static partial void Applied(ILogger logger, PathCallType type, string path, string fields);
}

/// <summary>What the last comparison found.</summary>
/// <param name="Applied">The wanted paths that MediaMTX has.</param>
internal sealed record MediaMtxSeen(MediaMtxVersion? Info, Dictionary<string, MediaMtxPath> Paths, HashSet<string> Applied,
    Dictionary<string, DriverEnd> Refused, IReadOnlyList<MediaMtxConnected> Connections, int Restarts)
{
    public static readonly MediaMtxSeen Nothing =
        new(null, new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal), [], 0);

    /// <summary>The API could not be used; the rest is as of when it could.</summary>
    public DriverEnd? Fault { get; init; }

    public int Round { get; init; }

    public bool HasMedia(string path) => Paths.GetValueOrDefault(path) is { HasMedia: true };
}

internal sealed record MediaMtxConnected(string Kind, string Path, string? State, string? Address);
