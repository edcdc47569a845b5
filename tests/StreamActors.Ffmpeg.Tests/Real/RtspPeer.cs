using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>
/// A small RTSP server that plays a clip as MPEG-TS, inside the TCP connection or in datagrams, to one client, for one user.
/// </summary>
internal sealed class RtspPeer : IDisposable
{
    private const string Nonce = "0123456789abcdef";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Socket _datagrams = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _clip;
    private readonly string _authorization;
    private readonly (string User, string Password) _who;
    private int _clientPort;

    public RtspPeer(byte[] clip, string user, string password)
    {
        (_clip, _who) = (clip, (user, password));
        _authorization = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
        _datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    /// <summary>It requires the password as a Digest.</summary>
    public bool Digest { get; init; }

    /// <summary>Its response to a method instead of carrying it out: the lines after the version, without CSeq.</summary>
    public Func<string, string?> Instead { get; init; } = static _ => null;

    /// <summary>Appended to the Transport header of its responses.</summary>
    public string TransportToo { get; init; } = "";

    /// <summary>The first lines of all requests.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Stop();
        _datagrams.Dispose();
    }

    private void Serve()
    {
        while (true)
            try
            {
                using var client = _listener.AcceptTcpClient();
                Talk(client.GetStream());
            }
            catch (IOException)
            {
                // The client has disconnected.
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // the test has ended
            }
    }

    private void Talk(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, System.Text.Encoding.ASCII, leaveOpen: true);
        while (reader.ReadLine() is { } request)
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (reader.ReadLine() is { Length: > 0 } line)
                headers[line.Split(": ")[0]] = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            var method = request.Split(' ')[0];
            Requests.Enqueue(request);
            if (method != "OPTIONS" && !IsAllowed(method, headers.GetValueOrDefault("Authorization", "")))
            {
                var challenge = Digest ? $"Digest realm=\"cam\", nonce=\"{Nonce}\"" : "Basic realm=\"cam\"";
                Say(stream, $"RTSP/1.0 401 Unauthorized\r\nCSeq: {headers["CSeq"]}\r\nWWW-Authenticate: {challenge}\r\n\r\n");
                continue;
            }
            if (Instead(method) is { } other)
            {
                Say(stream, $"RTSP/1.0 {other}\r\nCSeq: {headers["CSeq"]}\r\n\r\n");
                continue;
            }
            var sdp = method == "DESCRIBE"
                ? "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=rtpmap:33 MP2T/90000\r\na=control:t\r\n"
                : "";
            Say(stream, $"RTSP/1.0 200 OK\r\nCSeq: {headers["CSeq"]}\r\nSession: 1\r\nTransport: "
                + $"{Transport(headers.GetValueOrDefault("Transport", ""))}\r\n"
                + $"{(sdp.Length > 0 ? "Content-Type: application/sdp\r\n" : "")}Content-Length: {sdp.Length}\r\n\r\n{sdp}");
            if (method == "PLAY")
                Play(stream);
        }
    }

    private bool IsAllowed(string method, string authorization)
    {
        if (!Digest)
            return authorization == _authorization;
        if (System.Text.RegularExpressions.Regex.Match(authorization,
            "uri=\"([^\"]*)\", response=\"([^\"]*)\"") is not { Success: true } found)
            return false;
        static string Hash(string text) =>
            Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        return found.Groups[2].Value
            == Hash($"{Hash($"{_who.User}:cam:{_who.Password}")}:{Nonce}:{Hash($"{method}:{found.Groups[1].Value}")}");
    }

    private string Transport(string wanted)
    {
        if (wanted.Split("client_port=") is not [_, var ports])
            return wanted + TransportToo;
        _clientPort = int.Parse(ports.Split('-')[0]);
        return $"{wanted};server_port={((IPEndPoint)_datagrams.LocalEndPoint!).Port}-9{TransportToo}";
    }

    private void Play(NetworkStream stream)
    {
        ushort sequence = 0;
        if (_clientPort > 0)
        {
            PlayDatagrams();
            return;
        }
        for (var at = 0; at + 1316 <= _clip.Length; at += 1316, sequence++)
        {
            byte[] head = [(byte)'$', 0, (1316 + 12) >> 8, (1316 + 12) & 0xff, 0x80, 33, (byte)(sequence >> 8), (byte)sequence, 0, 0, 0, 0,
                0, 0, 0, 1];
            stream.Write(head);
            stream.Write(_clip, at, 1316);
        }
    }

    /// <summary>No faster than the receiver reads, so that none is lost, and with each pair of neighbours swapped.</summary>
    private void PlayDatagrams()
    {
        for (var (at, sequence) = (0, 0); at + (2 * 1316) <= _clip.Length; at += 2 * 1316, sequence += 2)
        {
            Send(at + 1316, sequence + 1);
            Send(at, sequence);
            while (Waiting() > 64 * 1024)
                _datagrams.Poll(1000, SelectMode.SelectError);
        }

        void Send(int at, int sequence)
        {
            byte[] packet = [0x80, 33, (byte)(sequence >> 8), (byte)sequence, 0, 0, 0, 0, 0, 0, 0, 1, .. _clip.AsSpan(at, 1316)];
            _datagrams.SendTo(packet, new IPEndPoint(IPAddress.Loopback, _clientPort));
        }
    }

    /// <summary>Bytes that the receiver has not read, as the kernel counts them; 0 when its port is closed.</summary>
    private int Waiting()
    {
        var address = $"0100007F:{_clientPort:X4}";
        return File.ReadLines("/proc/net/udp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(socket => socket[1] == address)
            .Sum(socket => Convert.ToInt32(socket[4].Split(':')[1], 16));
    }

    private static void Say(NetworkStream stream, string text) => stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
}
