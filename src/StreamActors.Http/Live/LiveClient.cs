using System.Threading.Channels;

namespace StreamActors.Http;

/// <summary>One connection, with the few messages it has not taken yet. Who does not take them in time is let go: it can resume.</summary>
internal sealed class LiveClient(LiveTopics topics)
{
    /// <summary>At four messages a second: two seconds behind.</summary>
    private const int Behind = 8;

    private readonly Channel<LiveMessage> _waiting = Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(Behind) { SingleReader = true });

    public LiveTopics Topics => topics;

    /// <summary>Why it was let go; null while it is not.</summary>
    public string? Reason { get; private set; }

    public ChannelReader<LiveMessage> Messages => _waiting.Reader;

    public void Offer(LiveMessage message)
    {
        if (!_waiting.Writer.TryWrite(message))
            LetGo("This connection is more than two seconds behind: connect again from the last id received, over a faster line or with fewer topics.");
    }

    public void LetGo(string reason)
    {
        Reason ??= reason;
        _waiting.Writer.TryComplete();
    }
}

/// <summary>One message, written once and sent to many.</summary>
internal sealed record LiveMessage(long Position, ReadOnlyMemory<byte> Json);
