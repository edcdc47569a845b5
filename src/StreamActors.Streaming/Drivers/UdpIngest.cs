using System.Diagnostics;
using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Udp;

namespace StreamActors.Streaming;

/// <summary>A port and a thread that reads it into a relay.</summary>
internal sealed class UdpIngest : IDriver
{
    private const int MostDatagram = 65_536;

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RelayHost _host;
    private readonly UdpReceiver _receiver;
    private readonly bool _rtp;
    private readonly TimeSpan _reorder;
    private long _bytes;
    private long _lostDatagrams;

    private UdpIngest(RelayHost host, UdpReceiver receiver, bool rtp, TimeSpan reorder) =>
        (_host, _receiver, _rtp, _reorder) = (host, receiver, rtp, reorder);

    public string Name => "native";

    public Task<DriverEnd> Ended => _ended.Task;

    /// <summary>What the relay made packets of: other datagrams are no media.</summary>
    public long Accepted => _host.Live.Published;

    /// <param name="reorder">How long to wait for an RTP datagram that others have overtaken.</param>
    public static UdpIngest Start(RelayHost host, UdpSource source, bool rtp, TimeSpan reorder, TimeProvider time)
    {
        UdpReceiver receiver;
        try
        {
            receiver = new UdpReceiver(source, time);
        }
        catch (SocketException failure)
        {
            throw new NotStartedException(new DriverEnd(
                failure.SocketErrorCode is SocketError.AccessDenied ? ErrorClass.BadUrl : ErrorClass.Network,
                failure.SocketErrorCode is SocketError.AddressNotAvailable // an interface may come up later, such as a VPN
                    ? $"{source.Address.Address} is not an address of this machine (yet)."
                    : $"Listening on {source.Address} failed: {failure.Message}."));
        }
        catch (Exception failure) when (failure is ArgumentException or IOException) // the interface does not exist yet, such as a tunnel
        {
            throw new NotStartedException(new DriverEnd(ErrorClass.Network, failure.Message));
        }
        var ingest = new UdpIngest(host, receiver, rtp, reorder);
        new Thread(ingest.Run) { IsBackground = true, Name = $"udp in {host.Id}" }.Start();
        return ingest;
    }

    public void IsProven(bool unhurried)
    {
        // The checks stay as frequent.
    }

    public void Stop() => _receiver.Dispose();

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = Volatile.Read(ref _bytes),
        BitsPerSecond = _host.Live.Health.BitsPerSecond,
        LostPackets = Volatile.Read(ref _lostDatagrams) * 7,
        Stream = _host.Figures(),
        Senders = _receiver.Senders.Together,
    };

    private void Run()
    {
        var broken = _host.Fill(_rtp ? ReadRtp : Read);
        _receiver.Dispose();
        _ended.SetResult(broken switch
        {
            null or ObjectDisposedException => DriverEnd.Wanted,
            SocketException => new DriverEnd(ErrorClass.Network, $"Receiving on the port failed: {broken.Message}."),
            _ => DriverEnd.Bug("Reading the stream", broken),
        });
    }

    private void Read()
    {
        var buffer = new byte[MostDatagram];
        while (true)
        {
            var count = _receiver.Receive(buffer);
            if (count == 0)
                _host.Live.Idle();
            else
                Take(buffer.AsSpan(0, count));
        }
    }

    private void ReadRtp()
    {
        var buffer = new byte[MostDatagram];
        var order = new RtpOrder(_reorder, Take);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var count = order.IsHolding && !_receiver.HasSoon(_reorder) ? 0 : _receiver.Receive(buffer);
            var now = Stopwatch.GetElapsedTime(began);
            if (RtpHeader.TryStrip(buffer.AsSpan(0, count), out var start, out var length, out var sequence))
            {
                order.Take(sequence, RtpHeader.SourceOf(buffer), buffer.AsSpan(start, length), now);
                if (order.IsHolding && !_receiver.HasSoon(TimeSpan.Zero))
                    order.Tick(now);
            }
            else
            {
                order.Tick(now);
                _host.Live.Idle();
            }
            Volatile.Write(ref _lostDatagrams, order.Missing);
        }
    }

    private void Take(ReadOnlySpan<byte> media)
    {
        Volatile.Write(ref _bytes, _bytes + media.Length);
        _host.Live.Write(media);
    }
}
