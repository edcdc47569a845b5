using System.Net;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Relay;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>A port where any number of readers fetch the stream, each at its own position in the relay.</summary>
internal sealed class SrtListener(RelayHost host, SrtSocket socket, SrtLink link, SrtFan fan, int mostReaders, RefusalLog refusals)
    : ISrtLane
{
    /// <summary>How soon a reader that calls is served.</summary>
    private static readonly TimeSpan AcceptInterval = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DriverEnd? _end;
    private volatile SrtFeed[] _readers = [];
    private long _acknowledgedBefore;
    private long _sentBefore;
    private long _refused;
    private volatile bool _leaving;

    public bool Leaving { get => _leaving; set => _leaving = value; }

    public Task<DriverEnd> Ended => _ended.Task;

    public IReadOnlyList<SrtFeed> Feeds => _readers;

    public long Acknowledged => Volatile.Read(ref _acknowledgedBefore) + _readers.Sum(r => r.Acknowledged);

    public long SentBytes => Volatile.Read(ref _sentBefore) + _readers.Sum(r => r.SentBytes);

    public long Refused => Volatile.Read(ref _refused);

    public TimeSpan? Timeout => AcceptInterval;

    /// <exception cref="SrtException"/>
    public void Listen() => socket.Listen(backlog: 16, call => _readers.Length < mostReaders ? new SrtAnswer() : Refuse(call.Peer));

    public void Begin(ReaderSignal readerSignal)
    {
        // It reads nothing itself.
    }

    public bool Pump(TimeSpan now, bool idle)
    {
        foreach (var gone in _readers.Where(r => r.Ended.IsCompleted))
        {
            _readers = [.. _readers.Where(r => r != gone)];
            Volatile.Write(ref _acknowledgedBefore, _acknowledgedBefore + gone.Acknowledged);
            Volatile.Write(ref _sentBefore, _sentBefore + gone.SentBytes);
        }
        try
        {
            while (socket.Accept() is { } accepted)
            {
                if (_readers.Length >= mostReaders) // several came at once
                {
                    Refuse(accepted.Peer!);
                    accepted.Dispose();
                    continue;
                }
                var reader = new SrtFeed(host, accepted, link);
                _readers = [.. _readers, reader];
                fan.Add(reader);
            }
        }
        catch (SrtException failure)
        {
            _end = SrtEnds.Of(failure, link);
        }
        return _end is null && !host.Live.IsEnded;
    }

    public void LetGo(DriverEnd? broken)
    {
        socket.Dispose();
        foreach (var reader in _readers)
            fan.Remove(reader);
        var end = broken is not null ? broken : _leaving ? DriverEnd.Wanted
            : _end ?? new DriverEnd(ErrorClass.InputLost, "The input has ended.");
        _ = Task.WhenAll(_readers.Select(r => r.Ended)).ContinueWith(_ => _ended.SetResult(end), TaskScheduler.Default);
    }

    private SrtAnswer Refuse(EndPoint peer)
    {
        Interlocked.Increment(ref _refused);
        refusals.Add("SRT reader", $"{peer}", $"{mostReaders} readers are connected, the most there may be (media.srt.max-readers).");
        return new SrtAnswer { Rejection = SrtRejection.Overload };
    }
}
