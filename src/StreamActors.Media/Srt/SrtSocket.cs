using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace StreamActors.Media.Srt;

public enum SrtState
{
    Connecting,
    Connected,
    Gone,
}

/// <summary>
/// A connection or a listener of SRT in live mode. Closing it from any thread wakes the one that waits in it; libsrt does not use the
/// numbers of closed sockets again, so a late call fails instead of reaching another connection.
/// </summary>
public sealed unsafe class SrtSocket : SafeHandle
{
    /// <summary>Seven transport stream packets.</summary>
    public const int PayloadSize = 1316;

    /// <summary>The most that a peer may send in one message.</summary>
    public const int MostReceived = 1456;

    private const int AddressSize = 28; // sockaddr_in6
    private const int HeaderSize = 44; // of IPv4, UDP and SRT, as libsrt counts it

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReceiveTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>How often is looked for a connection once its caller was let in.</summary>
    private static readonly TimeSpan ConnectInterval = TimeSpan.FromMilliseconds(5);

    private SrtCallHook? _hook;

    private SrtSocket(int socket, EndPoint? peer = null)
        : base(-1, ownsHandle: true)
    {
        SetHandle(socket);
        Peer = peer;
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>Null for a listener.</summary>
    public EndPoint? Peer { get; private set; }

    public int LocalPort
    {
        get
        {
            var address = stackalloc byte[AddressSize];
            var length = AddressSize;
            return SrtCalls.GetLocalAddress(Id, address, &length) < 0 ? 0 : ((IPEndPoint)EndPointOf(address)).Port;
        }
    }

    public SrtState State => SrtCalls.State(Id) switch
    {
        SrtCalls.StateConnected => SrtState.Connected,
        <= SrtCalls.StateConnecting => SrtState.Connecting,
        _ => SrtState.Gone,
    };

    /// <summary>Bytes that the peer has not acknowledged yet.</summary>
    public long Unacknowledged
    {
        get
        {
            nuint packets, bytes;
            return SrtCalls.SendBuffer(Id, &packets, &bytes) < 0 ? 0 : (long)bytes;
        }
    }

    private int Id => (int)handle;

    /// <param name="waits">Calls wait: connecting and accepting until they succeed or fail, receiving for a while. Else none does.</param>
    /// <param name="local">Address and port to use; null: any. Callers may share a port, and with it two threads of libsrt.</param>
    /// <exception cref="SrtException"/>
    public static SrtSocket Create(SrtOptions options, bool waits, IPEndPoint? local = null)
    {
        if (SrtLibrary.WhyNot is { } missing)
            throw new SrtException(SrtFault.Other, missing);
        var socket = new SrtSocket(SrtCalls.CreateSocket());
        if (socket.IsInvalid)
            throw Error();
        try
        {
            socket.Set(SrtCalls.TransmissionType, 0); // live; first, since it sets others
            socket.Set(SrtCalls.PayloadSize, PayloadSize);
            socket.Set(SrtCalls.SendSynchronous, waits ? 1 : 0);
            socket.ReceivesWaiting(waits);
            socket.Set(SrtCalls.ReceiveTimeout, (int)ReceiveTimeout.TotalMilliseconds);
            socket.Set(SrtCalls.ConnectTimeout, (int)ConnectTimeout.TotalMilliseconds);
            socket.Set(SrtCalls.ReuseAddress, 1);
            Prepare(socket.Id, options);
            Set(socket.Id, SrtCalls.StreamId, options.StreamId);
            if (options.Rendezvous)
                socket.Set(SrtCalls.Rendezvous, 1);
            if (local is not null)
                socket.Bind(local);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects, or begins to if it does not wait: see <see cref="State"/> and <see cref="Rejection"/>.</summary>
    /// <exception cref="SrtException"/>
    public void Connect(IPEndPoint peer)
    {
        Peer = peer;
        var address = peer.Serialize();
        fixed (byte* bytes = address.Buffer.Span)
        {
            if (SrtCalls.Connect(Id, bytes, address.Size) < 0)
                throw IsClosed ? Closed() : SrtCalls.LastError(null) is SrtCalls.ConnectionRejected ? Rejection() : Error(Rejection());
        }
    }

    /// <param name="answer">Asked for each caller, on a thread of libsrt: it must not wait. Null: everybody is let in.</param>
    /// <exception cref="SrtException"/>
    public void Listen(int backlog, Func<SrtCall, SrtAnswer>? answer = null)
    {
        _hook = answer is null ? null : new SrtCallHook(answer);
        if (_hook?.Install(Id) < 0 || SrtCalls.Listen(Id, backlog) < 0)
            throw Error();
    }

    /// <returns>Null if nobody has called and it does not wait.</returns>
    /// <exception cref="SrtException"/>
    public SrtSocket? Accept() => Accept(out _);

    /// <summary>Gives connections to their answers, on the caller's thread, until it is closed. For one that does not wait.</summary>
    public void HandOver()
    {
        while (!IsClosed)
        {
            _hook!.Called.WaitOne(_hook.HasPending ? ConnectInterval : Timeout.InfiniteTimeSpan);
            try
            {
                while (Accept(out var answer) is { } connection)
                    HandOver(connection, answer);
            }
            catch (SrtException)
            {
                // It was closed, or the system had no room for this one.
            }
        }
    }

    private static void HandOver(SrtSocket connection, SrtAnswer? answer)
    {
        try
        {
            if (answer?.Connected is { } connected)
                connected(connection);
            else
                connection.Dispose();
        }
        catch (Exception) // no threads or memory left: on this thread it would end the server
        {
            connection.Dispose();
            answer?.Failed?.Invoke();
        }
    }

    private SrtSocket? Accept(out SrtAnswer? answer)
    {
        answer = null;
        var address = stackalloc byte[AddressSize];
        var length = AddressSize;
        var accepted = SrtCalls.Accept(Id, address, &length);
        if (accepted < 0)
        {
            var error = SrtCalls.LastError(null) is SrtCalls.NothingToReceive ? null : IsClosed ? Closed() : Error();
            _hook?.Sweep();
            return error is null ? null : throw error;
        }
        answer = _hook?.Connected(accepted);
        return new SrtSocket(accepted, EndPointOf(address));
    }

    /// <summary>Whether <see cref="Receive"/> waits for a while.</summary>
    public void ReceivesWaiting(bool waits) => Set(SrtCalls.ReceiveSynchronous, waits ? 1 : 0);

    /// <summary>Sends up to <see cref="PayloadSize"/> bytes.</summary>
    /// <returns>False if the buffer is full.</returns>
    /// <exception cref="SrtException"/>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            if (SrtCalls.Send(Id, first, bytes.Length) >= 0)
                return true;
        }
        return SrtCalls.LastError(null) is SrtCalls.BufferFull ? false : throw (IsClosed ? Closed() : Lost());
    }

    /// <param name="into">At least <see cref="MostReceived"/> bytes.</param>
    /// <returns>0 if nothing has come for a while.</returns>
    /// <exception cref="SrtException"/>
    public int Receive(Span<byte> into)
    {
        fixed (byte* first = into)
        {
            var count = SrtCalls.Receive(Id, first, into.Length);
            if (count >= 0)
                return count;
        }
        return SrtCalls.LastError(null) is SrtCalls.TimedOut or SrtCalls.NothingToReceive ? 0 : throw (IsClosed ? Closed() : Lost());
    }

    /// <summary>Why connecting failed.</summary>
    public SrtException Rejection()
    {
        var reason = SrtCalls.RejectReason(Id);
        return new SrtException(SrtException.OfReason(reason),
            reason >= 1000 ? FormattableString.Invariant($"code {reason}")
            : Marshal.PtrToStringUTF8((nint)SrtCalls.RejectReasonText(reason)) ?? "");
    }

    /// <returns>Null without a connection.</returns>
    public SrtStatistics? Statistics()
    {
        SrtCounters c = default;
        if (SrtCalls.Statistics(Id, &c, clear: 0, instantaneous: 1) < 0)
            return null;
        // libsrt 1.5 counts one packet each time that it drops some, but all of their bytes.
        var dropped = c.SendDroppedBytes - ((long)c.SendDropped * HeaderSize);
        return new SrtStatistics(TimeSpan.FromMilliseconds(c.RoundTripMilliseconds), (long)c.SendLost + c.ReceiveLost,
            (long)c.Retransmitted + c.ReceivedAgain, ((dropped + PayloadSize - 1) / PayloadSize) + c.ReceiveDropped,
            (long)(c.LinkMegabits * 1_000_000), TimeSpan.FromMilliseconds(Math.Max(c.SendLatency, c.ReceiveLatency)))
        {
            SendDroppedBytes = dropped,
        };
    }

    /// <summary>What may differ between the connections of a listener.</summary>
    internal static void Prepare(int socket, SrtOptions options)
    {
        SetBuffers(socket, options);
        if (options.Latency is { } latency)
            Set(socket, SrtCalls.Latency, (int)latency.TotalMilliseconds);
        if (options.KeyLength is { } keyLength)
            Set(socket, SrtCalls.KeyLength, keyLength);
        if (options.MaxBandwidth is { } most)
            Set(socket, SrtCalls.MaxBandwidth, most / 8);
        Set(socket, SrtCalls.Passphrase, options.Passphrase);
    }

    protected override bool ReleaseHandle()
    {
        var closed = SrtCalls.Close(Id) == 0;
        if (_hook is { } hook)
        {
            SrtCallHook.Remove(Id);
            hook.Abandon(); // libsrt asks no more: its listener is closed
            hook.Called.Set();
        }
        return closed;
    }

    private void Bind(IPEndPoint local)
    {
        if (local.AddressFamily == AddressFamily.InterNetworkV6)
            Set(SrtCalls.Ipv6Only, local.Address.Equals(IPAddress.IPv6Any) ? 0 : 1);
        var address = local.Serialize();
        fixed (byte* bytes = address.Buffer.Span)
        {
            if (SrtCalls.Bind(Id, bytes, address.Size) < 0)
                throw Error();
        }
    }

    /// <summary>
    /// Packets are kept for the latency, and some more: enough for 50 Mbit/s, or libsrt's own default if that is more. It allocates for the
    /// most that may come when the connection is made, and for what is sent when it is needed.
    /// </summary>
    private static void SetBuffers(int socket, SrtOptions options)
    {
        const int datagram = 1472, standard = 8192, fewest = 256;
        var packets = Math.Max(standard, (int)((options.Latency ?? TimeSpan.Zero).TotalSeconds * 50e6 / 8 / PayloadSize));
        var received = options.OnlySends ? fewest : packets;
        Set(socket, SrtCalls.FlowWindow, received); // first: the receive buffer is cut to it
        Set(socket, SrtCalls.ReceiveBufferSize, received * datagram);
        Set(socket, SrtCalls.SendBufferSize, packets * datagram);
    }

    private void Set(int option, int value) => Set(Id, option, value);

    private static void Set(int socket, int option, int value) => Set(socket, option, &value, sizeof(int));

    private static void Set(int socket, int option, long value) => Set(socket, option, &value, sizeof(long));

    private static void Set(int socket, int option, string? text)
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        fixed (byte* first = bytes)
        {
            if (bytes.Length > 0)
                Set(socket, option, first, bytes.Length);
        }
    }

    private static void Set(int socket, int option, void* value, int length)
    {
        if (SrtCalls.SetOption(socket, option, value, length) < 0)
            throw new SrtException(
                SrtFault.Other, FormattableString.Invariant($"libsrt does not accept option {option}: {Error().Message}"));
    }

    internal static EndPoint EndPointOf(byte* address)
    {
        var isV4 = *(ushort*)address == 2;
        var socketAddress = new SocketAddress(isV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, isV4 ? 16 : AddressSize);
        new ReadOnlySpan<byte>(address, socketAddress.Size).CopyTo(socketAddress.Buffer.Span);
        return new IPEndPoint(isV4 ? IPAddress.Any : IPAddress.IPv6Any, 0).Create(socketAddress);
    }

    private static SrtException Closed() => new(SrtFault.Closed, "It was closed.");

    private static SrtException Lost() => new(SrtFault.ConnectionLost, Error().Message);

    /// <summary>The last error of this thread.</summary>
    private static SrtException Error(SrtException? rejection = null)
    {
        int system;
        var code = SrtCalls.LastError(&system);
        var text = system != 0 ? Marshal.GetPInvokeErrorMessage(system)
            : (Marshal.PtrToStringUTF8((nint)SrtCalls.LastErrorText()) ?? "").TrimEnd('.', '\n');
        if (code is SrtCalls.BindConflict or SrtCalls.DuplicateListener || system == 98)
            return new SrtException(SrtFault.PortInUse, text);
        return new SrtException(code / 1000 == 1 && rejection is not null ? rejection.Fault : SrtFault.Other, text);
    }
}
