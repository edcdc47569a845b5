using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Wire;

namespace StreamActors.Streaming;

/// <summary>The connections of this node that take the streams of inputs: who they are, how many there may be.</summary>
internal sealed class RelayReaders(
    ReaderOptions options, RelayRegistry relays, IReadKeys keys, TimeProvider time, PreviewOptions? previews = null) : IRelayReaders
{
    private readonly int _mostPreviews = (previews ?? new PreviewOptions()).Most;
    private readonly Lock _lock = new();
    private readonly List<RelayReader> _readers = [];
    private readonly SortedDictionary<string, (long Bytes, long Skipped)> _gone = new(StringComparer.Ordinal);
    private long _number;

    public IReadOnlyList<ReaderTotal> Totals
    {
        get
        {
            lock (_lock)
                return [.. _gone.Select(p => (p.Key, p.Value, Now: _readers.Where(r => r.Protocol == p.Key).ToList()))
                    .Select(p => new ReaderTotal(
                        p.Key, p.Now.Count, p.Value.Bytes + p.Now.Sum(r => r.Bytes), p.Value.Skipped + p.Now.Sum(r => r.Skipped)))];
        }
    }

    public IReadOnlyList<StreamReaderView> Of(string input)
    {
        lock (_lock)
            return [.. _readers.Where(r => r.Host.Id == input).Select(r => r.View)];
    }

    public bool Disconnect(string input, string reader)
    {
        RelayReader? found;
        lock (_lock)
            found = _readers.Find(r => r.Host.Id == input && r.Id == reader);
        found?.Disconnect();
        return found is not null;
    }

    public bool HasRoom(string protocol, string who)
    {
        lock (_lock)
            return IsRoom(protocol, who);
    }

    (IRelayReading? Reading, ReadRefusal Refusal) IRelayReaders.Open(string protocol, string peer, string input, IReadGrant grant) =>
        Admit(protocol, peer, input, grant);

    /// <summary>Admits a connection that has shown a key.</summary>
    /// <param name="peer">Its address and port.</param>
    /// <returns>The reader, which its connection disposes of at its end; or null, and why.</returns>
    public (RelayReader? Reader, ReadRefusal Refusal) Admit(string protocol, string peer, string input, string key) =>
        !keys.IsReady ? (null, ReadRefusal.NotReady)
        : keys.Find(key, input) is { } grant ? Admit(protocol, peer, input, grant) : (null, ReadRefusal.Key);

    /// <param name="grant">Disposed of with the reader, or at once if it is not admitted.</param>
    public (RelayReader? Reader, ReadRefusal Refusal) Admit(string protocol, string peer, string input, IReadGrant grant)
    {
        var refusal = ReadRefusal.NotOnAir;
        // The key frame is known before the health, which is measured once a second.
        // The relay of a check (preflight~1) is not that of an input.
        if (!input.Contains('~', StringComparison.Ordinal) && relays.Find(input) is { IsMoving: true } host
            && (host.Live.JoinPoint is not null || host.IsJoinable))
        {
            lock (_lock)
            {
                if (IsRoom(protocol, grant.Who))
                {
                    var reader = new RelayReader(this, ++_number, host, protocol, peer, grant, time.GetUtcNow());
                    _readers.Add(reader);
                    _gone.TryAdd(protocol, default);
                    host.Connected(1);
                    return (reader, ReadRefusal.None);
                }
            }
            refusal = ReadRefusal.TooMany;
        }
        grant.Dispose();
        return (null, refusal);
    }

    private bool IsRoom(string protocol, string who) =>
        _readers.Count < options.Most && _readers.Count(r => r.Who == who) < options.MostPerKey
        && (protocol != PageReading.Preview || _readers.Count(r => r.Protocol == protocol) < _mostPreviews);

    public void Leave(RelayReader reader)
    {
        lock (_lock)
        {
            _readers.Remove(reader);
            var (bytes, skipped) = _gone[reader.Protocol];
            _gone[reader.Protocol] = (bytes + reader.Bytes, skipped + reader.Skipped);
        }
        reader.Host.Connected(-1);
    }
}
