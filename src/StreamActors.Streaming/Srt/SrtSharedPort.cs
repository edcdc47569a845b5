using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using StreamActors.Domain.Access;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>
/// The SRT port of this node that inputs share: callers are told apart by their stream IDs. They publish to an input, or read one of any
/// protocol with a key. Opened with the first input that needs it and closed with the last, unless it is to be open for readers. Callers
/// are answered on a thread of libsrt, from memory and without a lock that is held for long.
/// </summary>
internal sealed partial class SrtSharedPort(
    int port, bool staysOpen, RelayReaders readers, TimeProvider time, RefusalLog refusals, ILogger logger) : IPeriodicCheck, IDisposable
{
    /// <summary>Refused callers of one network in a second; more are refused unheard, so that keys cannot be tried quickly.</summary>
    private const int MostRefused = 32;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, (SrtRoute Route, PublisherIngest Ingest)> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<IPAddress, int> _refused = [];
    private readonly HashSet<(IPEndPoint Peer, string StreamId)> _counted = [];
    private SrtSocket? _listener;
    private bool _isClosed;
    private bool _toldOfFailure;
    private long _second;

    /// <summary>Sends an input's publishers to it until the result is disposed of.</summary>
    /// <exception cref="NotStartedException">The port is not to be had.</exception>
    public IDisposable Open(SrtRoute route, PublisherIngest ingest)
    {
        lock (_lock)
        {
            _listener ??= Listen();
            _inputs[ingest.Id] = (route, ingest);
        }
        return new Registration(this, ingest);
    }

    /// <summary>Opens it for readers: another program may have the port for a while.</summary>
    public void Check()
    {
        if (!staysOpen || _listener is not null)
            return;
        try
        {
            lock (_lock)
                _listener ??= _isClosed ? null : Listen();
        }
        catch (NotStartedException failure) when (!_toldOfFailure)
        {
            _toldOfFailure = true;
            NotOpen(logger, failure.Message);
        }
        catch (NotStartedException)
        {
            // As before.
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _listener?.Dispose();
        }
    }

    private SrtSocket Listen()
    {
        var address = new IPEndPoint(IPAddress.Any, port);
        SrtSocket? socket = null;
        try
        {
            socket = SrtSocket.Create(new SrtOptions(), waits: false, address);
            socket.Listen(backlog: 128, Answer);
            new Thread(socket.HandOver) { IsBackground = true, Name = $"srt {address}" }.Start();
            return socket;
        }
        catch (SrtException failure)
        {
            socket?.Dispose();
            var end = SrtEnds.Of(failure, new SrtLink(true, address));
            throw new NotStartedException(end with { Text = $"{end.Text} The port is set by media.srt.port." });
        }
    }

    private void Leave(PublisherIngest ingest)
    {
        lock (_lock)
        {
            if (_inputs.TryGetValue(ingest.Id, out var there) && there.Ingest == ingest)
                _inputs.TryRemove(ingest.Id, out _);
            if (!_inputs.IsEmpty || staysOpen)
                return;
            _listener?.Dispose();
            _listener = null;
        }
    }

    private SrtAnswer Answer(SrtCall call)
    {
        if (IsTooOften(call))
            return new SrtAnswer { Rejection = SrtRejection.Overload };
        if (SrtStreamId.Parse(call.StreamId, out var rejection) is not { } id)
            return Refuse(call, null, rejection, $"Its stream ID is none of {SrtStreamId.Forms}.");
        if (!id.Publishes)
            return AnswerReader(call, id);
        if (!_inputs.TryGetValue(id.Input, out var to))
            return Refuse(call, null, SrtRejection.NotFound, "No input on this port has the id in its stream ID, or it is off.");
        if (!to.Route.Accepts(id.Keys))
            return Refuse(call, to.Ingest, SrtRejection.Unauthorized, $"The key for {to.Ingest.Id} in its stream ID is wrong or missing.");
        if (to.Ingest.IsTaken && !to.Route.TakesOver)
        {
            if (to.Route.HasKey) // a passphrase is not proven yet
                to.Ingest.Report(new PublisherPeer($"{call.Peer}"), "Another publisher is connected to this input.");
            return Refuse(call, to.Ingest, SrtRejection.Conflict, $"Another publisher is connected to {to.Ingest.Id}.");
        }
        if (to.Ingest.IsCrowded)
            return new SrtAnswer { Rejection = SrtRejection.Overload };
        return new SrtAnswer
        {
            Options = to.Route.Options,
            Connected = socket => Serve(to.Ingest, socket),
            Failed = () => Refuse(call, to.Ingest, 0, to.Route.Options.Passphrase is null
                ? $"It has a passphrase and {to.Ingest.Id} has none, or it has gone."
                : $"Its passphrase for {to.Ingest.Id} is wrong or missing, or it has gone."),
        };
    }

    private SrtAnswer AnswerReader(SrtCall call, SrtStreamId id)
    {
        var refusal = ReadRefusal.Key;
        foreach (var key in id.Keys)
        {
            (var reader, refusal) = readers.Admit(SrtPlans.Name, $"{call.Peer}", id.Input, key);
            if (reader is not null)
                return new SrtAnswer
                {
                    Options = new SrtOptions { OnlySends = true }, Connected = socket => Send(reader, socket), Failed = reader.Dispose,
                };
            if (refusal != ReadRefusal.Key)
                break;
        }
        return refusal switch
        {
            ReadRefusal.Key => Refuse(call, null, SrtRejection.Unauthorized, "The key in its stream ID may not read this input.", "reader"),
            ReadRefusal.NotReady => new SrtAnswer { Rejection = SrtRejection.Down }, // its key may be right: it is not counted
            ReadRefusal.TooMany => Refuse(call, null, SrtRejection.Overload, ReadRefusalText.TooMany, "reader"),
            _ => Refuse(call, null, SrtRejection.Down, "The input in its stream ID is not on air here.", "reader"),
        };
    }

    private void Send(RelayReader reader, SrtSocket socket)
    {
        if (reader.Fan(static h => h.SrtFan) is not { } fan)
        {
            socket.Dispose();
            reader.Dispose();
            return;
        }
        var feed = new SrtFeed(reader.Host, socket, new SrtLink(true, new IPEndPoint(IPAddress.Any, port)), reader: reader);
        fan.Add(feed);
        var over = reader.Over.Register(() => fan.Remove(feed));
        _ = feed.Ended.ContinueWith(_ =>
        {
            over.Dispose();
            reader.Dispose();
        }, TaskScheduler.Default);
    }

    private void Serve(PublisherIngest ingest, SrtSocket socket) => new Thread(() => Run(ingest, socket), maxStackSize: 256 * 1024)
    {
        IsBackground = true, Name = $"srt in {ingest.Id}",
    }.Start();

    private void Run(PublisherIngest ingest, SrtSocket socket)
    {
        var publisher = new SrtPublisher(socket, ingest, time);
        try
        {
            if (ingest.Admit(publisher) is { } reason) // as another one that came at the same time
            {
                ingest.CountRefused();
                refusals.Add("SRT publisher", publisher.Address, reason);
                return;
            }
            try
            {
                ingest.Serve(publisher);
            }
            finally
            {
                ingest.Left(publisher);
            }
        }
        catch (Exception failure) // ours; nothing else may suffer
        {
            Broke(logger, failure, publisher.Address);
        }
        finally
        {
            socket.Dispose();
        }
    }

    private SrtAnswer Refuse(SrtCall call, PublisherIngest? ingest, int rejection, string reason, string peer = "publisher")
    {
        var network = PeerNetwork.Of(call.Peer.Address);
        bool isNew;
        lock (_refused)
        {
            _refused[network] = _refused.GetValueOrDefault(network) + 1;
            isNew = _counted.Add((call.Peer, call.StreamId)); // libsrt calls again until it hears the answer
        }
        if (isNew)
            ingest?.CountRefused();
        refusals.Add($"SRT {peer}", $"{call.Peer}", reason);
        return new SrtAnswer { Rejection = rejection };
    }

    private bool IsTooOften(SrtCall call)
    {
        lock (_refused)
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            if (_second != second)
            {
                _refused.Clear();
                _counted.Clear();
            }
            _second = second;
            return _refused.GetValueOrDefault(PeerNetwork.Of(call.Peer.Address)) >= MostRefused;
        }
    }

    [LoggerMessage(EventId = 4233, Level = LogLevel.Warning, Message = "The SRT port for readers is not open yet: {Reason}")]
    private static partial void NotOpen(ILogger logger, string reason);

    [LoggerMessage(EventId = 4234, Level = LogLevel.Error, Message = "The connection of the SRT publisher {Address} failed.")]
    private static partial void Broke(ILogger logger, Exception exception, string address);

    private sealed class Registration(SrtSharedPort owner, PublisherIngest ingest) : IDisposable
    {
        public void Dispose() => owner.Leave(ingest);
    }
}
