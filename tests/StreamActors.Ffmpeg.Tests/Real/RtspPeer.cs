using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>A small RTSP server that plays a clip as MPEG-TS inside the TCP connection, to one client, for one user.</summary>
internal sealed class RtspPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _clip;
    private readonly string _authorization;

    public RtspPeer(byte[] clip, string user, string password)
    {
        _clip = clip;
        _authorization = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Stop();

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
                // The client has seen enough.
            }
            catch (SocketException)
            {
                return; // the test is over
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
            if (method != "OPTIONS" && headers.GetValueOrDefault("Authorization") != _authorization)
            {
                Say(stream, $"RTSP/1.0 401 Unauthorized\r\nCSeq: {headers["CSeq"]}\r\nWWW-Authenticate: Basic realm=\"cam\"\r\n\r\n");
                continue;
            }
            var sdp = method == "DESCRIBE" ? "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=rtpmap:33 MP2T/90000\r\na=control:t\r\n" : "";
            Say(stream, $"RTSP/1.0 200 OK\r\nCSeq: {headers["CSeq"]}\r\nSession: 1\r\nTransport: {headers.GetValueOrDefault("Transport")}\r\n"
                + $"{(sdp.Length > 0 ? "Content-Type: application/sdp\r\n" : "")}Content-Length: {sdp.Length}\r\n\r\n{sdp}");
            if (method == "PLAY")
                Play(stream);
        }
    }

    private void Play(NetworkStream stream)
    {
        ushort sequence = 0;
        for (var at = 0; at + 1316 <= _clip.Length; at += 1316, sequence++)
        {
            byte[] head = [(byte)'$', 0, (1316 + 12) >> 8, (1316 + 12) & 0xff, 0x80, 33, (byte)(sequence >> 8), (byte)sequence, 0, 0, 0, 0, 0, 0, 0, 1];
            stream.Write(head);
            stream.Write(_clip, at, 1316);
        }
    }

    private static void Say(NetworkStream stream, string text) => stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
}
