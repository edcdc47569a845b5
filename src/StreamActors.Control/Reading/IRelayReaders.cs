using System.IO.Pipelines;
using StreamActors.Domain.Access;
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

/// <summary>The API keys, for those who take streams.</summary>
public interface IReadKeys
{
    /// <summary>False at the start, until they have been read: a key that is not found may be right.</summary>
    bool IsReady { get; }

    /// <summary>Asks, from memory, for the right to take the stream of an input; null if the key does not give it.</summary>
    IReadGrant? Find(string key, string input);
}

/// <summary>An admitted connection, until it is disposed of.</summary>
public interface IRelayReading : IDisposable
{
    /// <summary>Cancelled when its key is no longer valid, and by an operator.</summary>
    CancellationToken Over { get; }

    /// <summary>
    /// Sends the stream from its newest key frame until it ends, the other side has gone, or <paramref name="stop"/>. A write that is under
    /// way is waited for: the caller aborts it.
    /// </summary>
    Task Send(PipeWriter output, CancellationToken stop);
}

/// <summary>The connections on this node that take the streams of inputs.</summary>
public interface IRelayReaders
{
    IReadOnlyList<StreamReaderView> Of(string input);

    /// <returns>False if there is no such reader.</returns>
    bool Disconnect(string input, string reader);

    /// <summary>By protocol, those that have been used.</summary>
    IReadOnlyList<ReaderTotal> Totals { get; }

    /// <summary>Whether the limits would admit one more now.</summary>
    bool HasRoom(string protocol, string who);

    /// <param name="peer">Its address and port.</param>
    /// <param name="grant">Disposed of with the reading, or at once if it is refused.</param>
    (IRelayReading? Reading, ReadRefusal Refusal) Open(string protocol, string peer, string input, IReadGrant grant);
}
