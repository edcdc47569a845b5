using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming;

/// <summary>
/// An input on a port that it shares with others. It stays while publishers come and go: the port must be open for their return. The
/// thread of the publisher's connection feeds the relay.
/// </summary>
internal sealed class PublisherIngest : IDriver
{
    /// <summary>A publisher silent for so long gives way to the next.</summary>
    private static readonly TimeSpan GivesWayAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeavesWithin = TimeSpan.FromSeconds(6);

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Lock _turn = new(); // one publisher at a time feeds the relay
    private readonly Lock _asking = new(); // each is to know of the one before
    private readonly RelayHost _host;
    private readonly InputLanding _landing;
    private IDisposable? _registration;
    private volatile IPublisher? _publisher;
    private volatile string? _gone;
    private int _there;
    private long _newest;
    private long _admitted;
    private volatile DriverEnd? _end;
    private long _bytes;
    private long _refused;
    private int _waiting;

    private PublisherIngest(RelayHost host, InputLanding landing) => (_host, _landing) = (host, landing);

    public string Id => _host.Id;

    public string Name => "native";

    public Task<DriverEnd> Ended => _ended.Task;

    public long Accepted => _host.Live.Published;

    public bool IsPeerGone => _publisher is null && _gone is not null;

    public string? WhyNothing => _publisher is { } publisher ? publisher.Missing : _gone ?? "No publisher has connected yet.";

    /// <summary>It has a publisher that sends.</summary>
    public bool IsTaken => _publisher is { } there && there.Silence < GivesWayAfter;

    /// <summary>So many wait for the input's answer that another one is not to hold a thread for it.</summary>
    public bool IsCrowded => Volatile.Read(ref _waiting) >= 8;

    /// <param name="open">Sends its publishers to it until the result is disposed of.</param>
    /// <exception cref="NotStartedException">The port, or application and key, are not to be had.</exception>
    public static PublisherIngest Start(RelayHost host, InputLanding landing, Func<PublisherIngest, IDisposable> open)
    {
        var ingest = new PublisherIngest(host, landing);
        var registration = open(ingest);
        lock (ingest._lock)
        {
            if (ingest._end is null)
            {
                ingest._registration = registration;
                return ingest;
            }
        }
        registration.Dispose(); // a publisher has come meanwhile and ended it
        return ingest;
    }

    public void IsProven(bool unhurried)
    {
        // The checks stay as frequent.
    }

    public void Stop() => End(DriverEnd.Wanted);

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation)
    {
        var publisher = _publisher;
        return new WorkloadFigures(at, incarnation, Name)
        {
            Bytes = Volatile.Read(ref _bytes) + (publisher?.Bytes ?? 0),
            BitsPerSecond = _host.Live.Health.BitsPerSecond,
            Stream = _host.Figures(),
            Publisher = publisher is { Session: { } session }
                ? new PublisherFigures(publisher.Address, publisher.Software, session.Since, session.Incarnation) : null,
            Links = publisher?.Links ?? [],
            AdmittedPeers = Volatile.Read(ref _admitted),
            RefusedPeers = Volatile.Read(ref _refused),
        };
    }

    public void CountRefused() => Interlocked.Increment(ref _refused);

    /// <summary>Lets a publisher in if the input says so; the one before leaves, and is to be waited for.</summary>
    /// <returns>Why it may not; null if it may.</returns>
    public string? Admit(IPublisher publisher)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return AskFor(publisher);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private string? AskFor(IPublisher publisher)
    {
        const string Stopping = "The input is being stopped.";
        lock (_asking)
        {
            if (_end is not null)
                return Stopping;
            var present = IsTaken ? _publisher?.Session : null;
            if (_landing.Admit(new PublisherPeer(publisher.Address, publisher.Software), present, out var session) is { } reason)
                return reason;
            lock (_lock)
            {
                if (_end is not null)
                {
                    _landing.Leave(session!.Id);
                    return Stopping;
                }
                Volatile.Write(ref _newest, session!.Incarnation);
                _publisher?.Close($"Another publisher, {publisher.Address}, has taken over.");
                publisher.Begin(session, _host);
                _publisher = publisher;
                _there++;
                _admitted++;
            }
        }
        return null;
    }

    /// <summary>No other one was admitted after it: only its media is let in.</summary>
    public bool IsNewest(IPublisher publisher) => publisher.Session?.Incarnation == Volatile.Read(ref _newest);

    /// <summary>Tells that one was refused without asking the input, or after it was admitted.</summary>
    public void Report(PublisherPeer publisher, string reason) => _landing.Report(publisher, reason);

    /// <summary>Feeds the relay on the publisher's thread until it ends.</summary>
    public void Serve(IPublisher publisher)
    {
        if (!_turn.TryEnter(LeavesWithin))
        {
            publisher.Tell("The publisher before has not ended yet.");
            return;
        }
        var reason = "";
        Exception? broken;
        try
        {
            broken = _host.Fill(() => reason = publisher.Pump());
        }
        finally
        {
            _turn.Exit();
        }
        if (broken is not null)
        {
            var end = DriverEnd.Bug("Reading the stream", broken);
            reason = end.Text;
            End(end);
        }
        lock (_lock)
            _gone = reason;
        publisher.Tell(reason);
    }

    /// <summary>The last of a publisher's thread.</summary>
    public void Left(IPublisher publisher)
    {
        lock (_lock)
        {
            Volatile.Write(ref _bytes, _bytes + publisher.Bytes);
            if (_publisher == publisher)
                _publisher = null;
            if (--_there == 0 && _end is not null)
                _ended.TrySetResult(_end);
        }
        _landing.Leave(publisher.Session!.Id);
    }

    public void Idle() => _host.Live.Idle();

    private void End(DriverEnd end)
    {
        IDisposable? registration;
        lock (_lock)
        {
            if (_end is not null)
                return;
            _end = end;
            (registration, _registration) = (_registration, null);
            _publisher?.Close();
        }
        registration?.Dispose();
        lock (_lock)
        {
            if (_there == 0)
                _ended.TrySetResult(end);
        }
    }
}
