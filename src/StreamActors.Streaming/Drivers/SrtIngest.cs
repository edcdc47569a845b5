using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>An SRT connection and a thread that reads it into a relay. A listener takes one sender, like FFmpeg's.</summary>
internal sealed class SrtIngest : IDriver
{
    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly RelayHost _host;
    private readonly SrtLink _link;
    private readonly InputLanding _landing;
    private SrtSocket _socket;
    private volatile bool _stopped;
    private volatile bool _isConnected;
    private long _bytes;
    private volatile PublisherSession? _session;
    private string? _refusal;

    private SrtIngest(RelayHost host, SrtLink link, InputLanding landing, SrtSocket socket) =>
        (_host, _link, _landing, _socket) = (host, link, landing, socket);

    public string Name => "native";

    public Task<DriverEnd> Ended => _ended.Task;

    public long Accepted => _host.Live.Published;

    public static SrtIngest Start(RelayHost host, SrtOptions options, SrtLink link, InputLanding landing)
    {
        SrtSocket? socket = null;
        try
        {
            socket = SrtSocket.Create(options, waits: true,
                link.Listens ? link.Address : options.Rendezvous ? SrtEnds.Own(link.Address) : null);
            var ingest = new SrtIngest(host, link, landing, socket);
            if (link.Listens)
                socket.Listen(backlog: 1);
            new Thread(ingest.Run) { IsBackground = true, Name = $"srt in {host.Id}" }.Start();
            return ingest;
        }
        catch (SrtException failure)
        {
            socket?.Dispose();
            throw new NotStartedException(SrtEnds.Of(failure, link));
        }
    }

    public void IsProven(bool unhurried)
    {
        // The checks stay as frequent.
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _socket.Dispose(); // wakes the thread
        }
    }

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = Volatile.Read(ref _bytes),
        BitsPerSecond = _host.Live.Health.BitsPerSecond,
        Stream = _host.Figures(),
        Publisher = _session is { } session
            ? new PublisherFigures(session.Publisher.Address, "", session.Since, session.Incarnation) : null,
        AdmittedPeers = _session is null ? 0 : 1,
        Links = _isConnected && _socket.Statistics() is { } statistics ? [SrtLinks.Of(_socket, statistics)] : [],
    };

    private void Run()
    {
        var failure = Failure(Connect) ?? (_refusal is null ? _host.Fill(Read) : null);
        _isConnected = false;
        _socket.Dispose();
        if (_session is { } session)
            _landing.Leave(session.Id);
        _ended.SetResult(failure switch
        {
            _ when _stopped => DriverEnd.Wanted,
            _ when _refusal is not null => new DriverEnd(ErrorClass.Network, _refusal),
            SrtException srt => SrtEnds.Of(srt, _link),
            _ => new DriverEnd(ErrorClass.Bug, $"The stream cannot be read: {failure?.Message}"),
        });
    }

    private static SrtException? Failure(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (SrtException failure)
        {
            return failure;
        }
    }

    private void Connect()
    {
        if (_link.Listens)
        {
            var sender = _socket.Accept()!;
            lock (_gate)
            {
                _socket.Dispose(); // a second sender gets no answer
                _socket = sender;
                if (_stopped)
                    sender.Dispose();
            }
            if (_landing.Admit(new PublisherPeer($"{sender.Peer}"), present: null, out var session) is { } reason)
                _refusal = $"The publisher {sender.Peer} was refused: {reason}";
            _session = session;
        }
        else
        {
            _socket.Connect(_link.Address);
        }
        _isConnected = true;
    }

    private void Read()
    {
        var buffer = new byte[SrtSocket.MostReceived];
        while (true)
        {
            var count = _socket.Receive(buffer);
            if (count == 0)
            {
                _host.Live.Idle();
                continue;
            }
            Volatile.Write(ref _bytes, _bytes + count);
            _host.Live.Write(buffer.AsSpan(0, count));
        }
    }
}
