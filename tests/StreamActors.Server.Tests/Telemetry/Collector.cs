using System.Collections.Concurrent;
using System.Net;
using System.Text;
using StreamActors.Testing.Peers;

namespace StreamActors.Server.Tests.Telemetry;

/// <summary>
/// A minimal OTLP collector: records the names of metrics and spans, and their attributes (opentelemetry-proto, metrics/v1/metrics.proto
/// and trace/v1/trace.proto).
/// </summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();

    public Collector()
    {
        Url = $"http://127.0.0.1:{Ports.Tcp()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = Take();
    }

    public string Url { get; }

    public ConcurrentQueue<string> Metrics { get; } = new();

    public ConcurrentQueue<string> Spans { get; } = new();

    public ConcurrentQueue<string> Traces { get; } = new();

    /// <summary>Invalid requests.</summary>
    public ConcurrentQueue<string> Odd { get; } = new();

    public bool HeardOf(string text) => _bodies.Any(b => b.Contains(text, StringComparison.Ordinal));

    public void Dispose() => _listener.Close();

    private readonly ConcurrentQueue<string> _bodies = new();

    private async Task Take()
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
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Note(context.Request.RawUrl!, context.Request.ContentType, body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    private void Note(string path, string? type, byte[] body)
    {
        try
        {
            // Resource (1), scope (2), one metric or span (2), its name.
            var (names, name) = path == "/v1/metrics" ? (Metrics, 1) : path == "/v1/traces" ? (Spans, 5) : throw new FormatException(path);
            if (type != "application/x-protobuf")
                throw new FormatException(type);
            _bodies.Enqueue(Encoding.UTF8.GetString(body));
            foreach (var one in Inside(body, 1).SelectMany(r => Inside(r, 2)).SelectMany(s => Inside(s, 2)))
            {
                names.Enqueue(Encoding.UTF8.GetString(Inside(one, name).Single()));
                if (names == Spans)
                    Traces.Enqueue(Convert.ToHexStringLower(Inside(one, 1).Single()));
            }
        }
        catch (Exception odd) // reported by the test that reads it
        {
            Odd.Enqueue(odd.ToString());
        }
    }

    /// <summary>The length-delimited fields with a number (protobuf.dev/programming-guides/encoding).</summary>
    private static IEnumerable<byte[]> Inside(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0: Varint(message, ref at); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(key >> 3) == number)
                        yield return message[at..(at + length)];
                    at += length;
                    break;
                default: throw new FormatException($"wire type {key & 7}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if ((b & 0x80) == 0)
                return value;
        }
    }
}
