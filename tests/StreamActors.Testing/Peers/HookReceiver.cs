using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Testing.Peers;

/// <summary>Somebody's web server that webhooks come to, on a free port of this machine.</summary>
public sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public HookReceiver()
    {
        Url = $"http://127.0.0.1:{Ports.Tcp()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Serve();
    }

    public string Url { get; }

    public ConcurrentQueue<Hook> Received { get; } = [];

    /// <summary>What it answers to the next ones; 200 to all others.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Received.Enqueue(new Hook(context.Request.Headers.AllKeys.OfType<string>().ToDictionary(k => k, k => context.Request.Headers[k]!, StringComparer.OrdinalIgnoreCase), body.ToArray()));
                context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
                context.Response.Close();
            }
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // The end.
        }
    }
}

/// <summary>One that came.</summary>
public sealed record Hook(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Computed as a receiver would: nothing of the sender's code.</summary>
    public bool IsSignedWith(string key)
    {
        var parts = Headers.GetValueOrDefault("X-StreamActors-Signature", "").Split(',');
        if (parts is not [['t', '=', .. var seconds], ['v', '1', '=', .. var signature]])
            return false;
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. Body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed)) == signature;
    }
}
