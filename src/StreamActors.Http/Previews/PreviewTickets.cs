using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace StreamActors.Http;

/// <summary>The right to one preview, for a browser: it cannot send credentials with a WebSocket that a player opens.</summary>
/// <param name="Credentials">Of whoever it was issued to. The preview ends when these do.</param>
internal sealed record PreviewTicket(string Input, string Credentials, DateTimeOffset Expires);

/// <summary>The tickets of this node that have not been used.</summary>
internal sealed class PreviewTickets(TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private const int Most = 10_000;
    private const int Bytes = 32;

    private readonly ConcurrentDictionary<string, PreviewTicket> _issued = new(StringComparer.Ordinal);

    /// <returns>Null if there are too many that were not used.</returns>
    public (string Name, PreviewTicket Ticket)? Issue(string input, string credentials)
    {
        var now = time.GetUtcNow();
        foreach (var (old, _) in _issued.Where(i => i.Value.Expires <= now))
            _issued.TryRemove(old, out _);
        if (_issued.Count >= Most)
            return null;
        var name = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var ticket = new PreviewTicket(input, credentials, now + Life);
        _issued[name] = ticket;
        return (name, ticket);
    }

    public PreviewTicket? Find(string? name) =>
        name is not null && _issued.TryGetValue(name, out var ticket) && ticket.Expires > time.GetUtcNow() ? ticket : null;

    /// <returns>False if it was used meanwhile.</returns>
    public bool Use(string name) => _issued.TryRemove(name, out _);
}
