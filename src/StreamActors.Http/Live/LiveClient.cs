using System.Threading.Channels;

namespace StreamActors.Http;

/// <summary>One connection and its queue of unsent messages. A client that is too slow is disconnected: it can resume.</summary>
internal sealed class LiveClient(LiveForm form)
{
    /// <summary>Two seconds, at four messages a second.</summary>
    private const int Behind = 8;

    private readonly Channel<LiveMessage> _waiting =
        Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(Behind) { SingleReader = true });

    public LiveForm Form => form;

    /// <summary>Why it was disconnected; null until then.</summary>
    public string? Reason { get; private set; }

    public ChannelReader<LiveMessage> Messages => _waiting.Reader;

    /// <summary>How many ticks have passed without a message for it.</summary>
    public int Quiet { get; set; }

    public void Offer(LiveMessage message)
    {
        if (!_waiting.Writer.TryWrite(message))
            LetGo("This connection is more than two seconds behind: connect again from the last id received, over a faster line or with "
                + "fewer topics.");
    }

    public void LetGo(string reason)
    {
        Reason ??= reason;
        _waiting.Writer.TryComplete();
    }
}

/// <summary>One message, serialized once and sent to many clients.</summary>
internal sealed record LiveMessage(long Position, ReadOnlyMemory<byte> Json);
