using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace StreamActors.Testing.Peers;

/// <summary>A web server that receives webhooks, on a free port of this machine.</summary>
public sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener = new() { IgnoreWriteExceptions = true }; // of senders that have gone

    public HookReceiver()
    {
        Url = $"http://127.0.0.1:{Ports.Tcp()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Serve();
    }

    public string Url { get; }

    public ConcurrentQueue<Hook> Received { get; } = [];

    /// <summary>The status of the next responses; 200 for all others.</summary>
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
                try
                {
                    await context.Request.InputStream.CopyToAsync(body);
                }
                catch (Exception gone) when (_listener.IsListening && gone is IOException or HttpListenerException)
                {
                    continue; // the sender gave up: the next one is received all the same
                }
                Received.Enqueue(new Hook(context.Request.Headers.AllKeys.OfType<string>()
                    .ToDictionary(k => k, k => context.Request.Headers[k]!, StringComparer.OrdinalIgnoreCase), body.ToArray()));
                context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
                context.Response.Close();
            }
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // The server is disposed.
        }
    }
}

/// <summary>A received webhook.</summary>
public sealed record Hook(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Verified as a receiver does: by the library of Standard Webhooks, and by the older header if present.</summary>
    public bool IsSignedWith(string secret)
    {
        var isStandard = secret.StartsWith("whsec_", StringComparison.Ordinal);
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Headers)
            headers[name] = value;
        try
        {
            var judge = isStandard ? new StandardWebhook(secret) : new StandardWebhook(Encoding.UTF8.GetBytes(secret));
            judge.Verify(Text, headers);
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
        return isStandard
            ? Headers.Keys.All(k => !k.StartsWith("X-StreamActors-", StringComparison.OrdinalIgnoreCase))
            : IsSignedAsBefore(secret);
    }

    private bool IsSignedAsBefore(string secret)
    {
        var parts = Headers.GetValueOrDefault("X-StreamActors-Signature", "").Split(',');
        if (parts is not [['t', '=', .. var seconds], ['v', '1', '=', .. var signature]])
            return false;
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. Body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)) == signature;
    }
}
