using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>The right to take the stream of an input, until it is over or disposed of.</summary>
public interface IReadGrant : IDisposable
{
    /// <summary>key:ID, user:ID or local.</summary>
    string Who { get; }

    /// <summary>What the key is called; null without a key.</summary>
    string? KeyName { get; }

    /// <summary>Cancelled when the key has expired or was revoked.</summary>
    CancellationToken Over { get; }
}

/// <summary>Asks, from memory, for the right to take the stream of an input with an API key; null if the key does not give it.</summary>
public delegate IReadGrant? ReadKeys(string key, string input);

/// <summary>The readers of one protocol on this node.</summary>
/// <param name="Bytes">Sent to all so far, those that have gone included.</param>
/// <param name="Skipped">Packets of MPEG-TS that they have lost because they did not keep up.</param>
public sealed record ReaderTotal(string Protocol, int Now, long Bytes, long Skipped);

/// <summary>The connections on this node that take the streams of inputs.</summary>
public interface IRelayReaders
{
    IReadOnlyList<StreamReaderView> Of(string input);

    /// <returns>False if there is no such reader.</returns>
    bool Disconnect(string input, string reader);

    /// <summary>By protocol, those that have been used.</summary>
    IReadOnlyList<ReaderTotal> Totals { get; }
}
