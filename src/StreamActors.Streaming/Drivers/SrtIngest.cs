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
    private SrtSocket _socket;
    private bool _stopped;
    private volatile bool _isConnected;
    private long _bytes;

    private SrtIngest(RelayHost host, SrtLink link, SrtSocket socket) => (_host, _link, _socket) = (host, link, socket);

    public string Name => "native";

    public Task<DriverEnd> Ended => _ended.Task;

    public long Accepted => _host.Live.Published;

    public static SrtIngest Start(RelayHost host, SrtOptions options, SrtLink link)
    {
        SrtSocket? socket = null;
        try
        {
            socket = SrtSocket.Create(options, waits: true,
                link.Listens ? link.Address : options.Rendezvous ? SrtEnds.Own(link.Address) : null);
            var ingest = new SrtIngest(host, link, socket);
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
        Links = _isConnected && _socket.Statistics() is { } statistics ? [SrtLinks.Of(_socket, statistics)] : [],
    };

    private void Run()
    {
        var failure = Failure(Connect) ?? _host.Fill(Read);
        _isConnected = false;
        _socket.Dispose();
        _ended.SetResult(failure switch
        {
            _ when _stopped => DriverEnd.Wanted,
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
