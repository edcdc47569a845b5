using System.Globalization;
using System.IO.Pipelines;
using StreamActors.Control;
using StreamActors.Wire;

namespace StreamActors.Streaming;

/// <summary>A connection that takes the stream of an input, from its admission until it is disposed of.</summary>
internal sealed class RelayReader : IRelayReading
{
    private readonly RelayReaders _readers;
    private readonly IReadGrant _grant;
    private readonly DateTimeOffset _since;
    private readonly CancellationTokenSource _over;
    private long _bytes;
    private long _skipped;
    private int _isDisposed;

    public RelayReader(
        RelayReaders readers, long number, RelayHost host, string protocol, string peer, IReadGrant grant, DateTimeOffset since)
    {
        (_readers, Host, Protocol, Peer, _grant, _since) = (readers, host, protocol, peer, grant, since);
        Id = number.ToString(CultureInfo.InvariantCulture);
        _over = CancellationTokenSource.CreateLinkedTokenSource(grant.Over);
        Over = _over.Token;
    }

    public string Id { get; }

    public RelayHost Host { get; }

    public string Protocol { get; }

    public string Peer { get; }

    public string Who => _grant.Who;

    public CancellationToken Over { get; }

    public long Bytes => Volatile.Read(ref _bytes);

    public long Skipped => Volatile.Read(ref _skipped);

    public StreamReaderView View => new(Id, Protocol, Peer, Who, _grant.KeyName, _since, Bytes, Skipped);

    /// <summary>Tells what it has been sent so far, in bytes, and what it has lost, in packets of the relay.</summary>
    public void Report(long bytes, long skipped)
    {
        Volatile.Write(ref _bytes, bytes);
        Volatile.Write(ref _skipped, skipped);
    }

    /// <returns>Null if the input has ended meanwhile.</returns>
    public TFan? Fan<TFan>(Func<RelayHost, TFan> of) where TFan : class
    {
        try
        {
            return of(Host);
        }
        catch (NotStartedException)
        {
            return null;
        }
    }

    public async Task Send(PipeWriter output, CancellationToken stop)
    {
        if (Fan(static h => h.HttpFan) is not { } fan)
            return;
        var feed = new HttpFeed(this, output);
        fan.Add(feed);
        await using (stop.Register(() => fan.Remove(feed)))
            await feed.Ended;
    }

    public void Disconnect()
    {
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has gone.
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _readers.Leave(this);
        _over.Dispose();
        _grant.Dispose();
    }
}
