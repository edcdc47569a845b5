using System.Net;
using System.Net.Sockets;

namespace StreamActors.Media.Udp;

/// <summary>
/// Detects several senders to one port at the same time. A sender that replaces another, such as a restarted encoder, does not
/// count: there are two when the first is heard again after the second. Written by one thread, read by any.
/// </summary>
public sealed class Senders(TimeProvider time)
{
    private const int MostRemembered = 8;

    /// <summary>A sender counts as gone this long after its last datagram.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(5);

    /// <summary>Reading a datagram's sender allocates, so only this many in a row are checked, then none for a while.</summary>
    private const int InARow = 16;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    private readonly List<Sender> _known = [];
    private int _left = InARow;
    private long _rowEnded;
    private Sender? _now;
    private volatile MixedSenders? _mixed;

    /// <summary>The senders that alternate now; empty unless there are at least two.</summary>
    public IReadOnlyList<string> Together =>
        _mixed is { } mixedSenders && time.GetElapsedTime(mixedSenders.At) < Forgotten ? mixedSenders.Senders : [];

    /// <summary>Whether to check the sender of the next datagram.</summary>
    public bool IsDue()
    {
        if (_left == 0 && time.GetElapsedTime(_rowEnded) >= Between)
            _left = InARow;
        return _left > 0;
    }

    /// <summary>Usually the same as before: then nothing is done.</summary>
    public void Note(SocketAddress from)
    {
        if (--_left == 0)
            _rowEnded = time.GetTimestamp();
        var address = from.Buffer.Span[..from.Size];
        if (_now is not null && address.SequenceEqual(_now.Address))
            return;
        var at = time.GetTimestamp();
        if (_now is not null)
            _now.LastAt = at;
        var (again, known) = (false, Find(address));
        if (known is null)
        {
            if (_known.Count == MostRemembered)
                _known.RemoveAt(0);
            _known.Add(known = new Sender(address.ToArray(), from.Family));
        }
        else
        {
            again = time.GetElapsedTime(known.LastAt, at) < Forgotten;
        }
        (_now, known.LastAt) = (known, at);
        // Not at each datagram, of which every second may come from the other sender.
        if (again && (_mixed is not { } before || time.GetElapsedTime(before.At, at) > Forgotten / 5))
            _mixed = new MixedSenders(at, [.. _known.Where(s => time.GetElapsedTime(s.LastAt, at) < Forgotten).Select(s => s.Name)]);
    }

    private Sender? Find(ReadOnlySpan<byte> address)
    {
        foreach (var sender in _known)
            if (address.SequenceEqual(sender.Address))
                return sender;
        return null;
    }

    private sealed record MixedSenders(long At, IReadOnlyList<string> Senders);

    private sealed class Sender(byte[] address, AddressFamily family)
    {
        public byte[] Address => address;

        public long LastAt { get; set; }

        public string Name
        {
            get
            {
                var socket = new SocketAddress(family, address.Length);
                address.CopyTo(socket.Buffer.Span);
                return new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0).Create(socket)
                    .ToString()!;
            }
        }
    }
}
