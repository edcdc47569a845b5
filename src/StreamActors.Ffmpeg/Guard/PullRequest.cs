using System.Net.Sockets;
using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>The head of a request to the gateway, as it goes on: for the server itself, one request to a connection, so that every step is judged anew.</summary>
internal sealed record PullRequest(HostPort Target, bool Tunnel, string Authorization, byte[] Head)
{
    private const string ProxyAuthorization = "proxy-authorization:";

    private const int Longest = 32 * 1024;

    private static readonly string[] Hop = ["connection:", "proxy-connection:", ProxyAuthorization, "keep-alive:"];

    /// <returns>Null where that is no request a proxy can serve.</returns>
    internal static async Task<PullRequest?> Read(Socket client, CancellationToken stop)
    {
        var buffer = new byte[Longest];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(length), stop);
            if (read == 0)
                return null;
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return Parse(Encoding.Latin1.GetString(buffer, 0, end), buffer.AsSpan(end + 4, length - end - 4));
        }
        return null;
    }

    internal static PullRequest? Parse(string head, ReadOnlySpan<byte> body)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var address, var version])
            return null;
        var authorization = lines.FirstOrDefault(line => line.StartsWith(ProxyAuthorization, StringComparison.OrdinalIgnoreCase))?[ProxyAuthorization.Length..].Trim() ?? "";
        if (method == "CONNECT")
            return Uri.TryCreate($"tcp://{address}", UriKind.Absolute, out var tunnel) && tunnel.Port > 0
                ? new PullRequest(new HostPort(tunnel.IdnHost, tunnel.Port), true, authorization, [])
                : null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
            return null;

        // What stands behind the host goes on as it came: a signature in it would not survive being tidied.
        var path = address.IndexOf('/', "http://".Length);
        var kept = lines.Skip(1).Where(line => !Hop.Any(hop => line.StartsWith(hop, StringComparison.OrdinalIgnoreCase)));
        var onward = string.Join("\r\n", [$"{method} {(path < 0 ? "/" : address[path..])} {version}", .. kept, "Connection: close", "", ""]);
        return new PullRequest(new HostPort(uri.IdnHost, uri.Port), false, authorization, [.. Encoding.Latin1.GetBytes(onward), .. body]);
    }
}
