using System.Net;

namespace StreamActors.Http;

/// <summary>Against DNS rebinding: a foreign host name that resolves to this machine is refused.</summary>
public static class LoopbackName
{
    public static bool Is(string host) =>
        host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
