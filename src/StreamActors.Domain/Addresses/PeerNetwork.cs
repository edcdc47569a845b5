using System.Net;
using System.Net.Sockets;

namespace StreamActors.Domain.Addresses;

/// <summary>What counts as one peer where connections and attempts are limited.</summary>
public static class PeerNetwork
{
    /// <summary>IPv4 as such, also where a socket for both reports it within IPv6.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>The address; of IPv6 the /64 network, since one host usually has all of it.</summary>
    public static IPAddress Of(IPAddress address) => Plain(address) is { AddressFamily: AddressFamily.InterNetworkV6 } six
        ? new IPAddress([.. six.GetAddressBytes()[..8], .. new byte[8]]) : Plain(address);
}
