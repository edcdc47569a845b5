using System.Net;
using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming.Tests;

public sealed class PlaylistSpecs
{
    private static readonly EntityId In = WorkloadId.Ingest("cam").EntityId;

    [Fact]
    public async Task A_playlist_whose_segments_are_not_there_is_told_by_that_and_not_as_silence()
    {
        await using var testEngine = new TestEngine();
        using var origin =
            new Origin("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1,\na.ts\n#EXTINF:1,\nb.ts\n#EXTINF:1,\nc.ts\n");
        await using var input = testEngine.Wake(In);

        input.Effects.Perform(new StartMedia(TestEngine.Ingest("cam", $"http://127.0.0.1:{origin.Port}/live.m3u8", stallSeconds: 1)), 5);

        var ended = input.Commands.Next<MediaEnded>();
        (ended.Class, ended.Text).ShouldBe(
            (ErrorClass.NotFound, "No media has come for 1 s. The stream was not found (any more, or yet)."));
    }

    /// <summary>Serves one playlist and nothing else.</summary>
    private sealed class Origin : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly string _playlist;

        public Origin(string playlist)
        {
            _playlist = playlist;
            _listener.Start();
            _ = Serve();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
                    var request = await reader.ReadLineAsync() ?? "";
                    while (await reader.ReadLineAsync() is { Length: > 0 })
                    {
                    }
                    var answer = request.Contains(".m3u8", StringComparison.Ordinal)
                        ? $"HTTP/1.1 200 OK\r\nContent-Length: {_playlist.Length}\r\nConnection: close\r\n\r\n{_playlist}"
                        : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
                }
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException or IOException)
            {
                // The test has ended.
            }
        }
    }
}
