using System.Security.Cryptography;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Ffmpeg;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>
/// Pictures of inputs. Each is kept for its interval, an input is decoded once at a time whoever asks, and only a few inputs are decoded at
/// once; nothing runs when nobody asks.
/// </summary>
internal sealed class Stills(
    PreviewOptions options, RelayRegistry relays, RelayReaders readers, Func<Task<FfmpegInstallation>> ffmpeg, TimeProvider time)
    : IStills, IDisposable
{
    private static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A picture that nobody asked for in this time is not kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<(StillAnswer Answer, bool IsLimitOfTaker)>> _taking = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Taken> _taken = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(options.StillsAtOnce);
    private long _decoded;
    private long _failed;
    private long _reused;

    public StillTotals Totals =>
        new(Interlocked.Read(ref _decoded), Interlocked.Read(ref _failed), Interlocked.Read(ref _reused));

    public async Task<StillAnswer> Of(string input, string peer, IReadGrant grant, CancellationToken stop)
    {
        var isOurs = false;
        try
        {
            while (true)
            {
                if (relays.Find(input) is not { IsMoving: true } host || host.Live.Layout is not { Number: > 0 } layout)
                    return new StillAnswer(null, StillRefusal.NotOnAir);
                if (PidOf(layout) is not { } pid)
                    return new StillAnswer(null, StillRefusal.NoVideo);
                Task<(StillAnswer Answer, bool IsLimitOfTaker)>? taking;
                lock (_lock)
                {
                    isOurs = !_taking.TryGetValue(input, out taking);
                    if (isOurs && _taken.TryGetValue(input, out var taken) && IsCurrent(taken, host))
                        (isOurs, taking) = (false, Task.FromResult((taken.Answer, false)));
                    else if (isOurs)
                        _taking[input] = taking = Task.Run(() => Take(host, pid, peer, grant), CancellationToken.None);
                }
                var (answer, isLimitOfTaker) = await taking!.WaitAsync(stop);
                if (!isOurs && isLimitOfTaker)
                    continue;
                if (!isOurs)
                    Interlocked.Increment(ref _reused);
                return answer;
            }
        }
        finally
        {
            if (!isOurs)
                grant.Dispose();
        }
    }

    public void Dispose() => _turns.Dispose();

    private static int? PidOf(StreamLayout layout) =>
        ProgramMap.Choose(layout.Programs, null)?.Streams.Where(s => s.Coding.IsVideo()).Select(s => (int?)s.Pid).FirstOrDefault();

    /// <summary>Another run would not show anything newer, or too soon.</summary>
    private bool IsCurrent(Taken taken, RelayHost host) =>
        taken.Host == host && (taken.JoinPoint == host.Live.JoinPoint || time.GetElapsedTime(taken.At) < options.StillInterval);

    private async Task<(StillAnswer Answer, bool IsLimitOfTaker)> Take(RelayHost host, int pid, string peer, IReadGrant grant)
    {
        Taken? taken = null;
        try
        {
            if (!await _turns.WaitAsync(TurnTimeout, CancellationToken.None)) // not with stop: others wait for this picture too
            {
                grant.Dispose();
                return (new StillAnswer(null, StillRefusal.TooMany), false);
            }
            try
            {
                var joinPoint = host.Live.JoinPoint;
                var answer = await Decode(host, pid, peer, grant);
                if (answer.Refusal is StillRefusal.None or StillRefusal.NotDecoded) // a stream that cannot be decoded is not tried at once
                    taken = new Taken(answer, host, joinPoint, time.GetTimestamp());
                return (answer, answer.Refusal == StillRefusal.TooMany);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            lock (_lock)
            {
                _taking.Remove(host.Id);
                foreach (var old in _taken.Where(t => time.GetElapsedTime(t.Value.At) > Kept).Select(t => t.Key).ToList())
                    _taken.Remove(old);
                if (taken is not null)
                    _taken[host.Id] = taken;
            }
        }
    }

    private async Task<StillAnswer> Decode(RelayHost host, int pid, string peer, IReadGrant grant)
    {
        var (reader, refusal) = readers.Admit(PageReading.Still, peer, host.Id, grant);
        if (reader is null)
            return new StillAnswer(null, refusal == ReadRefusal.TooMany ? StillRefusal.TooMany : StillRefusal.NotOnAir);
        using (reader)
        {
            var picture = await Task.Factory.StartNew(() => KeyFrame.Read(host, pid, time), CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (picture is not { } mpegts)
                return new StillAnswer(null, StillRefusal.NotOnAir);
            reader.Report(mpegts.Length, 0);
            var (jpeg, why) = await Run(mpegts, pid);
            Interlocked.Increment(ref (jpeg is null ? ref _failed : ref _decoded));
            return jpeg is null
                ? new StillAnswer(null, StillRefusal.NotDecoded, why)
                : new StillAnswer(new Still(jpeg, time.GetUtcNow(), Convert.ToHexStringLower(SHA256.HashData(jpeg))[..16]));
        }
    }

    private async Task<(byte[]? Jpeg, string Why)> Run(ReadOnlyMemory<byte> mpegts, int pid)
    {
        try
        {
            return await StillRun.Of(await ffmpeg(), mpegts, pid, options.StillWidth);
        }
        catch (Exception failure)
        {
            return (null, failure is NotStartedException ? failure.Message : FfmpegInstallation.CouldNotStart(failure).Sentence);
        }
    }

    private sealed record Taken(StillAnswer Answer, RelayHost Host, long? JoinPoint, long At);
}
