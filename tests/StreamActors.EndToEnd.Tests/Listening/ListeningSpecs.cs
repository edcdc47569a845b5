using System.Globalization;
using System.Net;
using StreamActors.EndToEnd.Tests.Breaks;
using StreamActors.EndToEnd.Tests.Matrix;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Listening;

/// <summary>Which ports a server and its child processes listen on, according to the kernel.</summary>
public sealed class ListeningSpecs
{
    [Fact]
    public async Task A_server_without_inputs_listens_on_its_HTTP_port_and_nowhere_else_and_an_input_adds_its_port_alone()
    {
        await using var server = await OnAirServer.Start();
        var front = $"tcp {server.Client.BaseAddress!.Authority}";
        Doors(server).ShouldBe([front]);

        var (udp, rtp, srt, rtmp) = (Ports.Udp(), Ports.UdpRow(2), Ports.Udp(), Ports.Tcp());
        await server.Input("udp", $"udp://127.0.0.1:{udp}");
        await Adds($"udp 127.0.0.1:{udp}");
        await server.Input("rtp", $"rtp://127.0.0.1:{rtp}");
        await Adds($"udp 127.0.0.1:{rtp}");
        await server.Input("srt", $"srt://127.0.0.1:{srt}", ("mode", "listener"));
        await Adds($"udp 127.0.0.1:{srt}");
        await server.Input("rtmp", $"rtmp://127.0.0.1:{rtmp}/live", ("mode", "listen"), ("!key", "sesame"));
        await Adds($"tcp 127.0.0.1:{rtmp}");
        await server.Input("bars", "test://", ("size", "640x360"));
        await server.OnAir("inputs", "bars");
        string[] all = [front, $"udp 127.0.0.1:{udp}", $"udp 127.0.0.1:{rtp}", $"udp 127.0.0.1:{srt}", $"tcp 127.0.0.1:{rtmp}"];
        await Eventually.Is(() => Doors(server).Order(StringComparer.Ordinal).SequenceEqual(all.Order(StringComparer.Ordinal)),
            () => string.Join(", ", Doors(server)));

        foreach (var input in (string[])["udp", "rtp", "srt", "rtmp", "bars"])
            await server.Say("inputs", input, "stop");
        await Becomes(server, front);

        Task Adds(string door) => Eventually.Is(() => Doors(server).Contains(door), () => $"{door} is not open. {server.Story}");
    }

    [Theory]
    [InlineData("hls")]
    [InlineData("http-ts")]
    [InlineData("rtsp-tcp")]
    [InlineData("rtsp-udp")]
    [InlineData("rtmp-pull")]
    [InlineData("srt-caller")]
    public async Task While_a_stream_is_fetched_what_is_open_for_it_is_open_on_this_machine_alone_and_gone_after_the_stop(string kind)
    {
        await using var server = await OnAirServer.Start();
        var front = $"tcp {server.Client.BaseAddress!.Authority}";
        await using var feed = await Feed.Open(kind, server, "in");
        await server.OnAir("inputs", "in", () => feed.Story);

        // libsrt binds its outgoing port to all addresses, which FFmpeg cannot change; it accepts packets from its peer only.
        foreach (var door in Doors(server)
            .Where(d => d != front && !(kind == "srt-caller" && d.StartsWith("udp 0.0.0.0:", StringComparison.Ordinal))))
            IPAddress.IsLoopback(IPEndPoint.Parse(door.Split(' ')[1]).Address).ShouldBeTrue($"{kind}: {door}");
        await server.Say("inputs", "in", "stop");
        await Becomes(server, front);
    }

    [Fact]
    public async Task FFmpeg_inherits_only_its_pipes()
    {
        await using var scene = await FaultSetup.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        await scene.Server.Input("bars", "test://", ("size", "640x360"));
        await scene.Server.Output("tv", "cam", $"{nginx.Url("live")}/tv", ("driver", "ffmpeg"));
        await scene.Server.OnAir("inputs", "bars");
        await scene.Server.OnAir("outputs", "tv", () => nginx.Story);

        var server = scene.Server.Ids.Single();
        var children = SocketTable.Tree(server).Skip(1).Where(c => NameOf(c) is "ffmpeg" or "ffprobe").ToList();
        children.Count.ShouldBeGreaterThanOrEqualTo(2);
        var sockets = SocketTable.Files(server).Values.Where(f => f.StartsWith("socket:", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        sockets.Count.ShouldBeGreaterThan(2);
        foreach (var (descriptor, file) in children.SelectMany(SocketTable.Files))
        {
            sockets.ShouldNotContain(file, $"descriptor {descriptor}");
            file.ShouldNotStartWith(scene.Server.Data, customMessage: $"descriptor {descriptor}");
            if (int.Parse(descriptor, CultureInfo.InvariantCulture) > 2)
                (file.Split(':')[0] is "pipe" or "socket" or "anon_inode" || file == "/dev/null")
                    .ShouldBeTrue($"descriptor {descriptor} is {file}");
        }
    }

    private static string NameOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }

    private static IReadOnlyList<string> Doors(LiveServer server) => SocketTable.Doors(SocketTable.Tree(server.Ids.Single()));

    private static Task Becomes(LiveServer server, string front) =>
        Eventually.Is(() => Doors(server) is [var only] && only == front, () => $"open: {string.Join(", ", Doors(server))}");
}
