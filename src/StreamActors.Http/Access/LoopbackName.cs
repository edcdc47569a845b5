using System.Net;

namespace StreamActors.Http;

/// <summary>A name that another site has pointed at this machine is not this machine's name.</summary>
public static class LoopbackName
{
    public static bool Is(string host) => host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
