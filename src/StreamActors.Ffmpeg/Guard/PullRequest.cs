using System.Net.Sockets;
using System.Text;

namespace StreamActors.Ffmpeg;

/// <summary>The head of a request to the gateway. FFmpeg sends none with a body.</summary>
/// <param name="Tunnel">The target of a CONNECT; null for any other request.</param>
internal sealed record PullRequest(string Method, string Url, HostPort? Tunnel, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    private const int Longest = 32 * 1024;

    public string Authorization =>
        Headers.FirstOrDefault(h => string.Equals(h.Key, "Proxy-Authorization", StringComparison.OrdinalIgnoreCase)).Value ?? "";

    /// <returns>Null if it is no valid proxy request.</returns>
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
                return Parse(Encoding.Latin1.GetString(buffer, 0, end));
        }
        return null;
    }

    internal static PullRequest? Parse(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var address, _])
            return null;
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => KeyValuePair.Create(parts[0], parts[1].Trim())).ToList();
        if (method != "CONNECT")
            return new PullRequest(method, address, null, headers);
        return Uri.TryCreate($"tcp://{address}", UriKind.Absolute, out var tunnel) && tunnel.Port > 0
            ? new PullRequest(method, address, new HostPort(tunnel.IdnHost, tunnel.Port), headers)
            : null;
    }
}
