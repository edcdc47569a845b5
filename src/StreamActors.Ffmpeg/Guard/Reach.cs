using System.Net;
using System.Net.Sockets;

namespace StreamActors.Ffmpeg;

/// <summary>How near to this machine an address is. The order matters: a redirect may not lead nearer than its source.</summary>
public enum Reach
{
    Public,

    /// <summary>A private network.</summary>
    Private,

    /// <summary>This link only; includes cloud metadata addresses, which hand out keys.</summary>
    LinkLocal,

    /// <summary>This machine.</summary>
    Loopback,
}

public static class Reaches
{
    public static Reach Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return Of(address.MapToIPv4());
        return address.AddressFamily == AddressFamily.InterNetwork ? OfFour(address.GetAddressBytes()) : OfSix(address);
    }

    private static Reach OfFour(byte[] at) => at switch
    {
        [127, ..] or [0, ..] => Reach.Loopback, // 0.0.0.0 reaches this machine
        [169, 254, ..] => Reach.LinkLocal,
        [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..] => Reach.Private,
        [224, 0, 0, _] => Reach.LinkLocal,
        [239, ..] => Reach.Private,
        [255, 255, 255, 255] => Reach.LinkLocal,
        _ => Reach.Public,
    };

    private static Reach OfSix(IPAddress address)
    {
        var at = address.GetAddressBytes();
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any))
            return Reach.Loopback;
        if (address.IsIPv6LinkLocal || at is [0xff, 0x01 or 0x02 or 0x11 or 0x12 or 0x31 or 0x32, ..])
            return Reach.LinkLocal;
        return at switch
        {
            [0xfc or 0xfd, ..] or [0xfe, >= 0xc0, ..] or [0xff, ..] => Reach.Private,
            [0x20, 0x02, var a, var b, var c, var d, ..] => OfFour([a, b, c, d]), // 6to4
            [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, var a, var b, var c, var d] => OfFour([a, b, c, d]), // NAT64
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, var a, var b, var c, var d] => OfFour([a, b, c, d]), // deprecated IPv4-compatible form
            _ => Reach.Public,
        };
    }
}
