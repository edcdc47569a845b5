using System.ComponentModel;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Udp;

namespace StreamActors.Streaming;

/// <summary>One native destination: its position in the relay, its socket, and how long it may hold media back.</summary>
internal sealed class UdpFeed : IOutputFeed
{
    private const int Whole = ChunkPool.DatagramPackets;

    /// <summary>The kernel's limit for segmenting one buffer is 64 datagrams.</summary>
    private const int MostPackets = 49 * Whole;

    /// <summary>A send error that lasts this long ends the driver; shorter ones are tolerated.</summary>
    private static readonly TimeSpan FaultTimeout = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RelayHost _host;
    private readonly UdpSender _sender;
    private readonly RtpPacketizer? _rtp;
    private readonly JoinPace _pace = new();
    private JoinNotice? _notice = new();
    private readonly byte[] _part = new byte[Whole * TsPacket.Size];
    private int _parts;
    private TimeSpan? _faultSince;
    private DriverEnd? _end;
    private volatile RelayCursor? _cursor;
    private volatile bool _leaving;

    public UdpFeed(RelayHost host, UdpSender sender, TimeSpan maxHold, RtpPacketizer? rtp)
    {
        (_host, _sender, MaxHold, _rtp) = (host, sender, maxHold, rtp);
    }

    public TimeSpan MaxHold { get; }

    /// <summary>When held media is due; null if there is none.</summary>
    public TimeSpan? Due { get; private set; }

    public bool Leaving { get => _leaving; set => _leaving = value; }

    /// <summary>Completes when the thread has finished with it.</summary>
    public Task<DriverEnd> Ended => _ended.Task;

    public long SentBytes => _sender.SentBytes;

    public long Lost => _sender.Lost + (_cursor?.Lost ?? 0);

    public long? Behind => _cursor?.Behind;

    /// <summary>It is catching up with the stream in small steps, and needs serving again soon.</summary>
    public bool IsPaced => _pace.IsOn;

    /// <summary>Packets wait that fill no datagram yet.</summary>
    public bool HasPart => _parts > 0;

    public void Begin(ReaderSignal readerSignal) => _cursor = _host.Open(readerSignal);

    /// <summary>Sends what is there, in whole datagrams; with <paramref name="flush"/> also a partial last one.</summary>
    /// <param name="held">It has been held long enough already.</param>
    /// <returns>False if this destination has ended.</returns>
    public bool Pump(TimeSpan now, bool held, bool flush)
    {
        var cursor = _cursor!;
        if (MaxHold > TimeSpan.Zero && !IsPaced && !held && !flush && !IsDue(now, cursor))
            return true;
        var most = _pace.Allowed(now, cursor.Jumps, _host.Live.Health.BitsPerSecond);
        for (var bytes = Peek(cursor, most); bytes.Length > 0; bytes = Peek(cursor, most))
        {
            var packets = Put(bytes);
            cursor.Advance(packets);
            most -= packets;
        }
        _pace.Sent(most, cursor.Behind);
        if (_notice is { } notice && !IsPaced && notice.IsOver(now))
            _notice = null;
        if (flush && _parts > 0)
            SendPart();
        Due = null;
        if (cursor.Ended)
            return false;
        if (!Faulty(now))
            return true;
        _end = new DriverEnd(ErrorClass.Network, $"Sending failed: {new Win32Exception(_sender.Fault).Message}.");
        return false;
    }

    public void LetGo(DriverEnd? broken)
    {
        if (_cursor is { } cursor)
            _host.Close(cursor);
        _sender.Dispose();
        _ended.SetResult(broken ?? _end ?? (_leaving ? DriverEnd.Wanted : new DriverEnd(ErrorClass.InputLost, "The input has ended.")));
    }

    private static ReadOnlySpan<byte> Peek(RelayCursor cursor, long most) =>
        most > 0 ? cursor.Peek((int)Math.Min(most, MostPackets)) : default;

    /// <returns>How many of these packets were taken: whole datagrams as they are, or what completes the partial one.</returns>
    private int Put(ReadOnlySpan<byte> bytes)
    {
        var packets = bytes.Length / TsPacket.Size;
        if (_notice is { } notice)
        {
            var packet = bytes[..TsPacket.Size];
            Span<byte> announced = stackalloc byte[TsPacket.Size];
            if (notice.Precedes(packet, announced))
                Fill(announced);
            Fill(packet);
            return 1;
        }
        if (_parts == 0 && packets >= Whole)
        {
            packets -= packets % Whole;
            Send(bytes[..(packets * TsPacket.Size)]);
            return packets;
        }
        packets = Math.Min(packets, Whole - _parts);
        Fill(bytes[..(packets * TsPacket.Size)]);
        return packets;
    }

    private void Fill(ReadOnlySpan<byte> packets)
    {
        packets.CopyTo(_part.AsSpan(_parts * TsPacket.Size));
        _parts += packets.Length / TsPacket.Size;
        if (_parts == Whole)
            SendPart();
    }

    private bool IsDue(TimeSpan now, RelayCursor cursor)
    {
        if (Due is null && (cursor.Behind > 0 || cursor.Ended))
            Due = now + MaxHold;
        return now >= Due;
    }

    private void SendPart()
    {
        Send(_part.AsSpan(0, _parts * TsPacket.Size));
        _parts = 0;
    }

    private void Send(ReadOnlySpan<byte> packets)
    {
        if (_rtp is null)
            _sender.Send(packets);
        else
            _rtp.Send(_sender, packets);
    }

    private bool Faulty(TimeSpan now)
    {
        if (_sender.Fault == 0)
            _faultSince = null;
        else
            _faultSince ??= now;
        return now - _faultSince > FaultTimeout;
    }
}
