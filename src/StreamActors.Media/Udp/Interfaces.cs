using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace StreamActors.Media.Udp;

/// <summary>Finds a network interface by its name, such as <c>eth0</c>, or by one of its addresses.</summary>
internal static class Interfaces
{
    public static (int Index, IPAddress Address) Find(string name, AddressFamily family)
    {
        foreach (var card in NetworkInterface.GetAllNetworkInterfaces())
        {
            var addresses = card.GetIPProperties().UnicastAddresses.Select(a => a.Address).Where(a => a.AddressFamily == family).ToList();
            var named = string.Equals(card.Name, name, StringComparison.Ordinal);
            if (addresses.FirstOrDefault(
                a => named || string.Equals(a.ToString(), name, StringComparison.OrdinalIgnoreCase)) is { } address)
                return (family == AddressFamily.InterNetwork ? card.GetIPProperties().GetIPv4Properties().Index
                    : card.GetIPProperties().GetIPv6Properties().Index, address);
        }
        throw new IOException(
            $"There is no network interface '{name}' with an {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address on this "
                + $"machine. " +
            $"Interfaces: {string.Join(", ", NetworkInterface.GetAllNetworkInterfaces().Select(c => c.Name))}.");
    }
}
