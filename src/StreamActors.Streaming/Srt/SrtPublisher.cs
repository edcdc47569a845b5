using StreamActors.Domain.Workloads;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>A connection to the shared port that publishes to an input, on a thread of its own.</summary>
internal sealed class SrtPublisher(SrtSocket socket, PublisherIngest ingest, TimeProvider time) : IPublisher
{
    private long _heard = time.GetTimestamp();
    private long _bytes;
    private RelayHost? _host;
    private volatile string? _ending;

    public string Address => $"{socket.Peer}";

    public string Software => "";

    public PublisherSession? Session { get; private set; }

    public long Bytes => Volatile.Read(ref _bytes);

    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _heard));

    public string? Missing => null;

    public IReadOnlyList<LinkFigures> Links =>
        !socket.IsClosed && socket.Statistics() is { } statistics ? [SrtLinks.Of(socket, statistics)] : [];

    public void Begin(PublisherSession session, RelayHost host)
    {
        (Session, _host) = (session, host);
        Volatile.Write(ref _heard, time.GetTimestamp()); // until here it had to wait
    }

    public string Pump()
    {
        var live = _host!.Live;
        var buffer = new byte[SrtSocket.MostReceived];
        try
        {
            socket.ReceivesWaiting(true);
            while (_ending is null && ingest.IsNewest(this))
            {
                var count = socket.Receive(buffer);
                if (count == 0)
                {
                    live.Idle();
                    continue;
                }
                Volatile.Write(ref _heard, time.GetTimestamp());
                Volatile.Write(ref _bytes, _bytes + count);
                live.Write(buffer.AsSpan(0, count));
            }
        }
        catch (SrtException)
        {
            // It has ended; libsrt does not tell a publisher that has disconnected from one that is not reached any more.
        }
        return _ending ?? $"The publisher {Address} has disconnected, or the connection was lost.";
    }

    /// <summary>SRT has no message for it.</summary>
    public void Tell(string reason) => socket.Dispose();

    public void Close(string? reason = null)
    {
        _ending ??= reason ?? "The input was stopped.";
        socket.Dispose();
    }
}
