using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Testing.Peers;

/// <summary>
/// An RTMP server up to the stream name: it records every command with its text, and accepts clients that answer its Adobe challenge, or
/// all.
/// </summary>
public sealed class RtmpPeer : IDisposable
{
    private const int ChunkSize = 128;
    private const string Salt = "c2FsdA==";
    private const string Opaque = "b3BhcXVl";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly (string User, string Password)? _account;
    private readonly TaskCompletionSource<string> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RtmpPeer((string User, string Password)? account = null)
    {
        _account = account;
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The requested applications, one per connection.</summary>
    public ConcurrentQueue<string> Applications { get; } = [];

    /// <summary>The name of the published or played stream.</summary>
    public Task<string> Stream => _stream.Task;

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptTcpClient();
                using var stream = client.GetStream();
                try
                {
                    Serve(stream);
                }
                catch (IOException)
                {
                    // The client has disconnected.
                }
            }
        }
        catch (Exception over) when (over is SocketException or InvalidOperationException or NullReferenceException)
        {
            // Disposed, perhaps between two clients.
        }
    }

    private void Serve(NetworkStream stream)
    {
        stream.ReadExactly(new byte[1537]);
        stream.Write([3, .. new byte[3072]]);
        stream.ReadExactly(new byte[1536]);
        var messages = new Dictionary<int, (int Length, int Type, List<byte> Bytes)>();
        while (true)
        {
            if (Read(stream, messages) is not { } command)
                continue;
            var at = 0;
            var (name, number) = (Text(command, ref at), Number(command, ref at));
            switch (name)
            {
                case "connect":
                    var application = Field(command, "app");
                    Applications.Enqueue(application);
                    if (Refusal(application) is { } refusal)
                        Answer(stream, "_error", number, [5, 3, .. Named("level", "error"),
                            .. Named("code", "NetConnection.Connect.Rejected"), .. Named("description", refusal), 0, 0, 9]);
                    else
                        Answer(stream, "_result", number,
                            [5, 3, .. Named("level", "status"), .. Named("code", "NetConnection.Connect.Success"), 0, 0, 9]);
                    break;
                case "createStream":
                    Answer(stream, "_result", number, [5, .. Numbered(1)]);
                    break;
                case "publish" or "play":
                    at++; // null
                    _stream.TrySetResult(Text(command, ref at));
                    return;
            }
        }
    }

    /// <returns>The refusal that Adobe's servers send to a client without a valid response; null if it is valid.</returns>
    private string? Refusal(string application)
    {
        if (_account is not { } account)
            return null;
        var given = application.Split('?', 2).Skip(1).SelectMany(q => q.Split('&')).Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => p[^1]);
        if (given.GetValueOrDefault("authmod") != "adobe" || given.GetValueOrDefault("user") != account.User)
            return "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ";
        if (given.GetValueOrDefault("response") is not { } response)
            return $"[ AccessManager.Reject ] : [ authmod=adobe ] : "
                + $"?reason=needauth&user={account.User}&salt={Salt}&challenge=Y2hhbA==&opaque={Opaque}";
        var right = Hash(Hash(account.User + Salt + account.Password) + Opaque + given["challenge"]);
        return response == right ? null : "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=-";
    }

    private static string Hash(string text) => Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    /// <returns>A whole command, or null if this chunk does not complete one.</returns>
    private static byte[]? Read(NetworkStream stream, Dictionary<int, (int Length, int Type, List<byte> Bytes)> messages)
    {
        var first = ReadBytes(stream, 1)[0];
        var header = ReadBytes(stream, (first >> 6) switch { 0 => 11, 1 => 7, 2 => 3, _ => 0 });
        var message = messages.GetValueOrDefault(first & 63, (0, 0, []));
        if (header.Length >= 7)
            message = ((header[3] << 16) | (header[4] << 8) | header[5], header[6], message.Bytes);
        message.Bytes.AddRange(ReadBytes(stream, Math.Min(ChunkSize, message.Length - message.Bytes.Count)));
        messages[first & 63] = message;
        if (message.Bytes.Count < message.Length)
            return null;
        var whole = message.Bytes.ToArray();
        message.Bytes.Clear();
        return message.Type == 20 ? whole : null;
    }

    private static byte[] ReadBytes(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void Answer(NetworkStream stream, string name, double number, byte[] rest)
    {
        byte[] body = [2, .. Short(name), .. Numbered(number), .. rest];
        stream.Write([3, 0, 0, 0, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, 20, 0, 0, 0, 0]);
        for (var at = 0; at < body.Length; at += ChunkSize)
            stream.Write([.. at == 0 ? (byte[])[] : [0xC3], .. body[at..Math.Min(at + ChunkSize, body.Length)]]);
    }

    private static byte[] Short(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Named(string name, string value) => [.. Short(name), 2, .. Short(value)];

    private static byte[] Numbered(double number)
    {
        var bytes = new byte[9];
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1), number);
        return bytes;
    }

    private static string Text(byte[] command, ref int at)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(command.AsSpan(at + 1));
        at += 3 + length;
        return Encoding.UTF8.GetString(command, at - length, length);
    }

    private static double Number(byte[] command, ref int at)
    {
        at += 9;
        return BinaryPrimitives.ReadDoubleBigEndian(command.AsSpan(at - 8));
    }

    private static string Field(byte[] command, string name)
    {
        var at = command.AsSpan().IndexOf(Short(name)) + 2 + name.Length;
        return Text(command, ref at);
    }
}
