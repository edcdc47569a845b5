using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using StreamActors.Domain.Access;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Media.Flv;
using StreamActors.Media.Rtmp;
using StreamActors.Media.Tls;

namespace StreamActors.Streaming;

/// <summary>A connection to the RTMP port, on a thread of its own: first unknown, then the publisher of an input or a player.</summary>
internal sealed class PublisherConnection : IPublisher, IRtmpPublications
{
    /// <summary>For TLS, handshake, connect and publish or play together.</summary>
    private static readonly TimeSpan PublishWithin = TimeSpan.FromSeconds(10);

    /// <summary>A publisher that sends nothing at all for so long is lost: TCP does not notice a host without power.</summary>
    private static readonly TimeSpan SilentAtMost = TimeSpan.FromSeconds(30);

    /// <summary>A refusal waits, so that keys cannot be tried quickly.</summary>
    private static readonly TimeSpan RefusalDelay = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly RtmpListener _listener;
    private readonly CertificateFiles? _tls;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly ManualResetEventSlim _closing = new();
    private readonly RtmpServerSession _session;
    private byte[] _buffer = [];
    private volatile PublisherFeed? _feed;
    private PolledStream? _polled;
    private Stream? _stream;
    private RelayReader? _reader;
    private PlayerFeed? _player;
    private PublisherIngest? _ingest;
    private MediaTrial? _trial;
    private RtmpPublication? _publication;
    private string? _application;
    private volatile bool _isKnown;
    private volatile string? _refusal;
    private long _heard;
    private volatile string? _ending;

    public PublisherConnection(Socket socket, RtmpListener listener, CertificateFiles? tls, TimeProvider time)
    {
        (_socket, _listener, _tls, _time, _began) = (socket, listener, tls, time, time.GetTimestamp());
        _heard = _began;
        _session = new RtmpServerSession(this);
        socket.NoDelay = true;
        socket.Blocking = false;
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        Address = new IPEndPoint(PeerNetwork.Plain(remote.Address), remote.Port).ToString();
        Network = PeerNetwork.Of(remote.Address);
    }

    public string Address { get; }

    public IPAddress Network { get; }

    /// <summary>It publishes or plays.</summary>
    public bool IsAdmitted => IsPublishing || Volatile.Read(ref _reader) is not null;

    private bool IsPublishing => Volatile.Read(ref _ingest) is not null;

    /// <summary>It has neither published nor been refused: it is closed when others need its place.</summary>
    public bool IsIdle => !_isKnown && !IsRefused && !IsClosing;

    public bool IsRefused => _refusal is not null;

    public bool IsClosing => _ending is not null;

    public string Software => _feed?.Encoder ?? _publication?.Software ?? "";

    public PublisherSession? Session { get; private set; }

    public long Bytes => _feed?.Bytes ?? 0;

    public string? Missing => _feed?.Missing;

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _heard));

    public void Run()
    {
        _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using (_socket)
            {
                Greet();
                if (_trial is { } trial)
                    Try(trial);
                if (_session.Phase == RtmpSessionPhase.Publishing && IsPublishing)
                    _ingest!.Serve(this);
                else if (_session.Phase == RtmpSessionPhase.Playing)
                    Play(_reader!);
                else if (_refusal is not null)
                    _listener.Refused(Address, _application, _refusal);
            }
        }
        catch (RtmpException failure)
        {
            _listener.Refused(Address, _application, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            // It went, or did not speak TLS.
        }
        catch (Exception failure) // ours; nothing else may suffer
        {
            _listener.Broke(Address, failure);
        }
        finally
        {
            _ingest?.Left(this);
            _reader?.Dispose();
            _listener.Gone(this);
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    /// <summary>Reads media until the publisher ends, on the thread that feeds the relay.</summary>
    /// <returns>Why it ended.</returns>
    public string Pump()
    {
        if (_ending is { } over) // replaced meanwhile
            return over;
        try
        {
            _feed!.Begin();
            while (_session.Phase == RtmpSessionPhase.Publishing && _ending is null && Step())
            {
            }
        }
        catch (Exception failure) when (failure is RtmpException or FlvUnsupportedException)
        {
            _listener.Refused(Address, _application, failure.Message);
            _ingest!.Report(Session!.Publisher, failure.Message);
            _ingest.WantsMediaFirst = true;
            return $"The publisher {Address} was disconnected: {failure.Message}";
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            return _ending ?? $"The connection of the publisher {Address} was lost.";
        }
        if (_session.Phase == RtmpSessionPhase.Ended)
            return $"The publisher {Address} has ended the stream.";
        return _ending ?? $"The publisher {Address} has disconnected.";
    }

    public void Begin(PublisherSession session, RelayHost host)
    {
        (Session, _feed) = (session, new PublisherFeed(host));
        Volatile.Write(ref _heard, _time.GetTimestamp()); // until here it had to wait
    }

    /// <summary>Tells the publisher why this side ends.</summary>
    public void Tell(string reason)
    {
        try
        {
            _session.End("NetStream.Publish.BadName", reason);
            Send();
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            // It has gone.
        }
    }

    /// <summary>Ends it from another thread.</summary>
    public void Close(string? reason = null)
    {
        _ending ??= reason ?? "The input was stopped.";
        _closing.Set();
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It has gone.
        }
    }

    bool IRtmpPublications.HasApplication(string application)
    {
        _application = application;
        var has = _listener.HasApplication(application);
        _refusal = has ? null : "No input has the application it has named.";
        return has;
    }

    string? IRtmpPublications.Accept(RtmpPublication publication)
    {
        if (_listener.Find(publication) is not { } ingest)
            return _refusal = _listener.WhyNone(publication, Address);
        (_publication, _isKnown) = (publication, true);
        _trial = ingest.WantsMediaFirst ? new MediaTrial(ingest) : null;
        return _refusal = _trial is null ? Admit(ingest) : null;
    }

    private string? Admit(PublisherIngest ingest)
    {
        var refusal = ingest.Admit(this);
        if (refusal is null)
            Volatile.Write(ref _ingest, ingest);
        return refusal;
    }

    /// <summary>Reads media until it is known whether it can be carried, and then asks the input.</summary>
    private void Try(MediaTrial trial)
    {
        try
        {
            while (_session.Phase == RtmpSessionPhase.Publishing && !trial.IsPassed && _ending is null && Step())
            {
            }
            if (!trial.IsPassed)
                return;
            _refusal = Admit(trial.Ingest);
        }
        catch (Exception failure) when (failure is RtmpException or FlvUnsupportedException)
        {
            trial.Ingest.Report(new PublisherPeer(Address, Software), failure.Message);
            _refusal = failure.Message;
        }
        _trial = null;
        if (_refusal is not null)
        {
            Tell(_refusal);
            return;
        }
        trial.Ingest.WantsMediaFirst = false;
        foreach (var (type, timestamp, body) in trial.Tags)
            _feed!.Take(type, timestamp, body);
    }

    RtmpPlayRefusal? IRtmpPublications.Play(RtmpPublication request)
    {
        var (reader, refusal) = _listener.Find(request, Address, _tls is not null);
        Volatile.Write(ref _reader, reader);
        _isKnown = reader is not null;
        var answer = refusal switch
        {
            ReadRefusal.None => null,
            ReadRefusal.NotOnAir => new RtmpPlayRefusal("NetStream.Play.StreamNotFound", "The input has no media at present."),
            ReadRefusal.NotReady => new RtmpPlayRefusal("NetStream.Play.StreamNotFound", ReadRefusalText.NotReady),
            ReadRefusal.TooMany => new RtmpPlayRefusal("NetStream.Play.Failed", ReadRefusalText.TooMany),
            _ => new RtmpPlayRefusal("NetStream.Play.Failed",
                "The read key is missing, or not for this stream: rtmp://HOST/relay/INPUT?key=KEY"),
        };
        _refusal = answer?.Reason;
        return answer;
    }

    void IRtmpPublications.Take(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        if (_trial is { } trial)
            trial.Take((FlvTagType)type, timestamp, body);
        else if (_ingest!.IsNewest(this))
            _feed!.Take((FlvTagType)type, timestamp, body);
    }

    /// <summary>Reads what a player says while the thread of the relay sends to it.</summary>
    private void Play(RelayReader reader)
    {
        var output = new RtmpOutput(_socket, _session.Link);
        if (_stream is SslStream tls)
            output.Encrypt(tls, _polled!.Kept = new KeptBytes());
        if (reader.Fan(static h => h.RtmpFan) is not { } fan)
            return;
        _player = new PlayerFeed(reader, fan, _session, output, _time, () => Close());
        fan.Add(_player);
        using var over = reader.Over.Register(() => fan.Remove(_player));
        try
        {
            while (_session.Phase == RtmpSessionPhase.Playing && _stream!.Read(_buffer) is > 0 and var count)
            {
                _player.Take(_buffer.AsMemory(0, count));
                fan.Wake(); // answers
            }
        }
        finally
        {
            fan.Remove(_player);
            _player.Ended.Wait(CancellationToken.None);
        }
    }

    private void Greet()
    {
        _stream = _polled = new PolledStream(_socket, Turn, _time);
        if (_tls is not null)
        {
            var tls = new SslStream(_stream);
            tls.AuthenticateAsServer(_tls.Options);
            _stream = tls;
        }
        while (_session.Phase is RtmpSessionPhase.Handshake or RtmpSessionPhase.Commands && Step())
        {
        }
    }

    /// <returns>False at the end of the connection.</returns>
    private bool Step()
    {
        var count = _stream!.Read(_buffer);
        if (count == 0)
            return false;
        Volatile.Write(ref _heard, _time.GetTimestamp());
        _session.Take(_buffer.AsSpan(0, count));
        if (_session.Phase == RtmpSessionPhase.Refused)
            _closing.Wait(RefusalDelay, CancellationToken.None);
        Send();
        return true;
    }

    private void Send()
    {
        var pending = _session.Link.Pending;
        if (pending.Length == 0)
            return;
        _stream!.Write(pending.Span);
        _session.Link.Sent(pending.Length);
    }

    private void Turn(bool nothingCame)
    {
        if (_player is { } player)
        {
            if (player.Ended.IsCompleted)
                throw new IOException("It has been sent everything.");
        }
        else if (IsPublishing)
        {
            if (nothingCame)
                _ingest!.Idle();
            if (Silence > SilentAtMost)
                throw new IOException(_ending = $"The publisher {Address} has sent nothing for {SilentAtMost.TotalSeconds:0} s.");
        }
        else if (_time.GetElapsedTime(_began) > (_trial is null ? PublishWithin : SilentAtMost))
        {
            throw new RtmpException(_trial is null ? $"It has not published or played within {PublishWithin.TotalSeconds:0} s."
                : $"It has sent too little media within {SilentAtMost.TotalSeconds:0} s to know whether it can be carried.");
        }
    }
}
