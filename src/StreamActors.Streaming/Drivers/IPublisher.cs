using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming;

/// <summary>A connection that publishes to an input.</summary>
internal interface IPublisher
{
    string Address { get; }

    /// <summary>As it names itself; may be empty.</summary>
    string Software { get; }

    /// <summary>Null until its input has admitted it.</summary>
    PublisherSession? Session { get; }

    long Bytes { get; }

    /// <summary>How long nothing has come.</summary>
    TimeSpan Silence { get; }

    /// <summary>What is waited for before something is passed on.</summary>
    string? Missing { get; }

    IReadOnlyList<LinkFigures> Links => [];

    /// <summary>Its input has admitted it.</summary>
    void Begin(PublisherSession session, RelayHost host);

    /// <summary>Reads media until the publisher ends, on the thread that feeds the relay.</summary>
    /// <returns>Why it ended.</returns>
    string Pump();

    /// <summary>Tells the publisher why this side ends.</summary>
    void Tell(string reason);

    /// <summary>Ends it from another thread.</summary>
    void Close(string? reason = null);
}
