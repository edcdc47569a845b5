using System.Collections.Concurrent;
using System.Net;

namespace StreamActors.Testing.Peers;

/// <summary>The web page that a platform asks whether a stream key is valid. A test opens and closes it.</summary>
public sealed class KeyValidator : IDisposable
{
    private readonly HttpListener _listener = new() { IgnoreWriteExceptions = true }; // of askers that have gone

    public KeyValidator()
    {
        Url = $"http://127.0.0.1:{Ports.Tcp()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Answer();
    }

    public string Url { get; }

    public bool Accepts { get; set; }

    /// <summary>The times of all requests: shows retries that are too frequent.</summary>
    public ConcurrentQueue<DateTimeOffset> Requests { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task Answer()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Requests.Enqueue(TimeProvider.System.GetUtcNow());
            context.Response.StatusCode = Accepts ? 200 : 403;
            context.Response.Close();
        }
    }
}
