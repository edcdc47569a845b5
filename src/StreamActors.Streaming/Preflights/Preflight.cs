using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>Tries an address with what would carry its stream, for some seconds and apart from all inputs and outputs.</summary>
internal sealed class Preflight(Drivers drivers, RelayRegistry relays, MediaOptions options, TimeProvider time) : IPreflight
{
    private readonly PreflightInputs _inputs = new(drivers, relays, time);
    private readonly PreflightOutputs _outputs = new(drivers, time);

    public async Task Try(PlainAddress address, bool isIngest, IPreflightReport report, CancellationToken stop)
    {
        try
        {
            var opened = OpenedAddress.Of(address, isIngest);
            if (isIngest && MediaMtxSource.Takes(opened))
                report.Warn("connection", "Not tested: MediaMTX connects to it, not StreamActors.", null);
            else if (opened.Listens && opened.Protocol.Native != NativeDriver.Datagrams)
                Listen(opened, report);
            else if (await Host(opened, report, stop) is var (isAllowed, host) && isAllowed)
                await (isIngest ? _inputs.Try(opened, report, stop) : _outputs.Try(opened, host, report, stop));
        }
        catch (Exception failure) when (failure is Win32Exception or FileNotFoundException)
        {
            report.Fail("connection", FfmpegInstallation.CouldNotStart(failure).Sentence, "Install FFmpeg on this node.");
        }
        catch (NotStartedException failure)
        {
            report.Fail("connection", failure.End.Text, CureOf(failure.End.Class));
        }
    }

    /// <summary>Null: the text says what to do.</summary>
    public static string? CureOf(ErrorClass kind) => kind switch
    {
        ErrorClass.Network => "Check the host, the port and the firewall, and that the other side is up.",
        ErrorClass.RefusedAuth => "Check the stream key, passphrase, user and password: copy them again from the other side.",
        ErrorClass.NotFound => "Check the path, application or stream ID.",
        ErrorClass.EndedByPeer => "Check the path and the key, and that the other side sends now.",
        ErrorClass.Codec => "Choose another codec at the encoder, such as H.264 and AAC.",
        _ => null,
    };

    /// <returns>Whether to go on, and the address of the host, if it has one.</returns>
    private async Task<(bool IsAllowed, IPAddress? Host)> Host(OpenedAddress address, IPreflightReport report, CancellationToken stop)
    {
        if (address.Listens || !address.Protocol.NeedsHost)
            return (true, null);
        var guarded = await drivers.Check(address.Target, stop);
        if (guarded.Refusal is { } refusal)
        {
            report.Fail("host", refusal.Sentence.TrimEnd('.') + ".", refusal.Class == ErrorClass.BadUrl
                ? $"Choose another host: media.reach is {JsonNamingPolicy.KebabCaseLower.ConvertName(options.Reach.ToString())}."
                : "Check the spelling of the host name, and the DNS server of this machine.");
            return (false, null);
        }
        report.Ok("host", guarded.Addresses is [var one] && one.ToString() == address.Target.Host.Trim('[', ']')
            ? $"{one} may be reached."
            : $"{address.Target.Host} is {string.Join(", ", guarded.Addresses.Select(a => a.ToString()))}.");
        return (true, guarded.Address);
    }

    /// <summary>Waiting for the other side would take too long: only whether the port is free is tested.</summary>
    private void Listen(OpenedAddress address, IPreflightReport report)
    {
        if (address.IsOnSharedPort)
            report.Ok("port", $"It shares the UDP port {options.Srt.Port} (media.srt.port), and is told apart by its stream ID.");
        else if (!IsFree(address, report))
            return;
        report.Warn("connection", "Not tested: it waits for the other side to connect.",
            "Create it, then enter its URL at the other side.");
    }

    private bool IsFree(OpenedAddress address, IPreflightReport report)
    {
        if (address.Option("port") is not null && address.Url.Port is null)
        {
            report.Ok("port", $"A free port of {options.Srt.ListenPorts} (media.srt.listen-ports) is chosen when it is created.");
            return true;
        }
        var host = address.Target.Host.Trim('[', ']') is "localhost" ? "127.0.0.1" : address.Target.Host.Trim('[', ']');
        if (!IPAddress.TryParse(host, out var ip))
        {
            report.Fail("port", $"{host} is not an IP address of this machine to listen on.", "Use 0.0.0.0 for all of its addresses.");
            return false;
        }
        var (at, isUdp) = (new IPEndPoint(ip, address.Target.Port), address.Protocol.ListensOnUdp);
        var name = $"{(isUdp ? "UDP" : "TCP")} port {at.Port}";
        if (!isUdp && address.Protocol.IsNativeListener(address.Url, address.Options) && drivers.HasRtmpPort(at))
        {
            report.Ok("port", $"It shares the {name} with other inputs, and is told apart by application and key.");
            return true;
        }
        try
        {
            using var socket = new Socket(ip.AddressFamily, isUdp ? SocketType.Dgram : SocketType.Stream,
                isUdp ? ProtocolType.Udp : ProtocolType.Tcp);
            socket.Bind(at);
        }
        catch (SocketException failure)
        {
            report.Fail("port", failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"The {name} is in use by another program.",
                SocketError.AddressNotAvailable => $"{ip} is not an address of this machine.",
                SocketError.AccessDenied => $"The {name} may not be opened by the server's user.",
                _ => $"The {name} cannot be opened: {failure.Message}.",
            }, "Choose another port or address.");
            return false;
        }
        report.Ok("port", $"The {name} is free on this node.");
        return true;
    }
}
