using System.Text.Json;
using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Interoperability;

/// <summary>
/// SRT through a network that loses one datagram in a hundred, each way, in every direction that has a proxy's place: both sides of a
/// rendezvous send from the port that they receive on.
/// </summary>
[Trait("Runs", "long")]
public sealed class LossSpecs(ITestOutputHelper table)
{
    /// <summary>Milliseconds; a busy machine holds a datagram back for longer than a network does.</summary>
    private const string Latency = "3000";

    [Fact]
    public async Task Ten_minutes_of_loss_in_every_direction_damage_nothing()
    {
        await using var server = await OnAirServer.Start();
        var (udp, called, read, fed, asked) = (Ports.Udp(), Ports.Udp(), Ports.Udp(), Ports.Udp(), Ports.Udp());
        await server.Input("cam", $"udp://127.0.0.1:{udp}");
        await using var camera = await FfmpegSender.ToUdp(udp);
        await server.OnAir("inputs", "cam");
        List<(string Kind, string Id, UdpProxy Network, TsReceiver Receiver)> rows =
        [
            ("outputs", "calls", Lossy(called), new()), ("outputs", "listens", Lossy(read), new()),
            ("inputs", "is-called", Lossy(fed), new()), ("inputs", "pulls", Lossy(asked), new()),
        ];
        var (calls, listens, isCalled, pulls) = (rows[0], rows[1], rows[2], rows[3]);
        await using var first = await SrtLiveTransmit.ListensAndPassesOn(called, calls.Receiver.Port);
        await server.Output("calls", "cam", $"srt://127.0.0.1:{calls.Network.Port}", ("latency-ms", Latency));

        await server.Output("listens", "cam", $"srt://127.0.0.1:{read}", ("mode", "listener"), ("latency-ms", Latency));
        await Ports.IsBound(read, () => server.Story);
        await using var second = SrtLiveTransmit.CallsAndPassesOn(listens.Network.Port, listens.Receiver.Port);

        await server.Input("is-called", $"srt://127.0.0.1:{fed}", ("mode", "listener"), ("latency-ms", Latency));
        await Ports.IsBound(fed, () => server.Story);
        await server.Output("is-called-out", "is-called", $"udp://127.0.0.1:{isCalled.Receiver.Port}");
        await using var third = await FfmpegSender.CallsSrt(isCalled.Network.Port);

        await using var fourth = await FfmpegSender.ListensSrt(asked);
        await server.Input("pulls", $"srt://127.0.0.1:{pulls.Network.Port}", ("latency-ms", Latency));
        await server.Output("pulls-out", "pulls", $"udp://127.0.0.1:{pulls.Receiver.Port}");

        foreach (var row in rows)
            await row.Receiver.SeesKeyFrames(600, () => $"{row.Id}: {server.Story}", TimeSpan.FromMinutes(12));
        List<string> faults = [];
        foreach (var (kind, id, network, receiver) in rows)
        {
            var link = (await server.State(kind, id)).Json.GetProperty("figures").GetProperty("links")[0];
            table.WriteLine($"| {id} | {network.Dropped} datagrams dropped | {link} | {receiver.Figures} |");
            if (!receiver.Figures.IsClean || Number(link, "dropped") > 0 || network.Dropped == 0)
                faults.Add($"{id}: {link} {receiver.Figures}");
            network.Dispose();
            receiver.Dispose();
        }
        faults.ShouldBeEmpty();
    }

    private static UdpProxy Lossy(int port) => new(port) { LossPercent = 1 };

    private static long Number(JsonElement link, string name) => link.GetProperty(name).GetInt64();
}
