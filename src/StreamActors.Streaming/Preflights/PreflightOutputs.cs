using System.Net;
using System.Net.Sockets;
using System.Text;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>Connects to a destination, and sends it no media.</summary>
internal sealed class PreflightOutputs(Drivers drivers, TimeProvider time)
{
    private static readonly TimeSpan TcpTimeout = TimeSpan.FromSeconds(5);

    /// <param name="host">Its checked address; null for a file.</param>
    public Task Try(OpenedAddress address, IPAddress? host, IPreflightReport report, CancellationToken stop) =>
        (address.Protocol.Native, host) switch
        {
            (NativeDriver.Datagrams, { } at) => Datagrams(address, at, report, stop),
            (NativeDriver.Srt, { } at) => Srt(address, at, report),
            (NativeDriver.Rtmp, { } at) => Rtmp(address, at, report, stop),
            (_, { } at) => Rtsp(address, at, report, stop),
            _ => Recording(address, report),
        };

    private static async Task Datagrams(OpenedAddress address, IPAddress host, IPreflightReport report, CancellationToken stop)
    {
        using var socket = new Socket(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(host, address.Target.Port), stop);
            report.Ok("connection", $"There is a route to {host}.");
            report.Warn("media", $"Not tested: a receiver of {address.Protocol.Name.ToUpperInvariant()} does not answer.",
                "Watch at the receiver whether the stream comes.");
        }
        catch (SocketException failure)
        {
            throw new NotStartedException(RtmpEnds.Of(failure));
        }
    }

    private static async Task Srt(OpenedAddress address, IPAddress host, IPreflightReport report)
    {
        if (SrtLibrary.WhyNot is { } missing)
        {
            report.Warn("connection", $"Not tested: {missing}", "Install libsrt on this node, then check again.");
            return;
        }
        var (link, settings) = (new SrtLink(false, new IPEndPoint(host, address.Target.Port)), SrtPlans.Options(address, onlySends: true));
        try
        {
            await Task.Run(() =>
            {
                using var socket = SrtSocket.Create(settings, waits: true, settings.Rendezvous ? SrtEnds.Own(link.Address) : null);
                socket.Connect(link.Address);
            });
        }
        catch (SrtException failure)
        {
            throw new NotStartedException(SrtEnds.Of(failure, link));
        }
        report.Ok("connection", address.Secret("passphrase") is null ? "The SRT listener accepts the connection."
            : "The SRT listener accepts the connection and the passphrase.");
    }

    private async Task Rtmp(OpenedAddress address, IPAddress host, IPreflightReport report, CancellationToken stop)
    {
        var destination = ((RtmpTarget)Targets.Of(address, drivers.Files, time.GetUtcNow())).Address;
        try
        {
            using var connection = await RtmpConnection.Open(destination, isHevc: false, host, stop);
            if (connection.Publisher.Refusal?.Redirect is { } elsewhere)
                report.Warn("connection", $"The server redirects to {elsewhere.Host}; the key was not tested there.", null);
            else
                report.Ok("connection", $"The server accepts the stream key{(destination.Tls ? ", and its certificate is valid" : "")}. "
                    + "Some platforms tell a wrong key only when media comes.");
        }
        catch (NotStartedException failure) when (failure.End.MayBeOurselves)
        {
            report.Warn("connection", "The server accepts the connection, and says that this key is in use.",
                "End the other stream with this key, or check that the key is right.");
        }
    }

    /// <summary>OPTIONS needs no password at most servers; ANNOUNCE would begin a stream.</summary>
    private async Task Rtsp(OpenedAddress address, IPAddress host, IPreflightReport report, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(TcpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var isConnected = false;
        try
        {
            using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(host, address.Target.Port), either.Token);
            isConnected = true;
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"OPTIONS rtsp://{address.Target}{address.Url.Path} RTSP/1.0\r\nCSeq: 1\r\n\r\n"), either.Token);
            var answer = new byte[512];
            var line = Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer, either.Token)).Split('\r')[0];
            if (!line.StartsWith("RTSP/", StringComparison.Ordinal))
                throw new NotStartedException(new DriverEnd(ErrorClass.Network, "The other side does not speak RTSP."));
            report.Ok("connection", "The RTSP server answers.");
            report.Warn("media", "Not tested: whether the user may publish to this path, since that would begin a stream.", null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new NotStartedException(isConnected ? RtmpEnds.Silent : RtmpEnds.NoAnswer);
        }
        catch (SocketException failure)
        {
            throw new NotStartedException(RtmpEnds.Of(failure));
        }
    }

    private async Task Recording(OpenedAddress address, IPreflightReport report)
    {
        if (Targets.Guard(address, drivers.Files, time)?.Check() is { } full)
            throw new NotStartedException(DriverEnd.Of(full));
        var file = drivers.Files.ToTry(address.Url.Path);
        try
        {
            await using (new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose,
            }))
                report.Ok("connection", "The media folder can be written to, and has space.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NotStartedException(new DriverEnd(ErrorClass.Resources, $"The file cannot be written: {failure.Message}"));
        }
    }
}
