using System.Net.Http.Json;
using System.Text.Json;

namespace StreamActors.EndToEnd.Tests.Listening;

/// <summary>A publisher and a reader on the SRT port that inputs share, with keys of the API.</summary>
public sealed class SharedSrtPortSpecs
{
    [Fact]
    public async Task An_input_is_published_and_read_on_one_port_until_the_key_of_the_reader_is_revoked()
    {
        var port = Ports.Udp();
        await using var server = await OnAirServer.Start($"--streamactors.media.srt.port={port}");
        Ports.IsUdpBound(port).ShouldBeFalse();
        await server.Input("cam", "srt://", ("mode", "listener"), ("!key", "sesame"));
        await Ports.IsBound(port, () => server.Story);
        await using var sender = await FfmpegSender.CallsSrt(port, "&streamid=publish:cam:sesame");
        await server.OnAir("inputs", "cam", () => $"{sender.Story} {server.Story}");

        using var issued = await server.Client.PostAsJsonAsync(new Uri("/api/v1/keys", UriKind.Relative),
            new { name = "wall", role = "reader", scopes = new[] { "cam" } });
        var made = await issued.Content.ReadFromJsonAsync<JsonElement>();
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        using var receiver = new TsReceiver();
        await using var reader = SrtLiveTransmit.CallsAndPassesOn(port, receiver.Port, $"&latency=2000&streamid=read:cam:{key}");
        await receiver.SeesKeyFrames(2, () => $"{reader.Story} {server.Story}");
        await Eventually.Is(async () => (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
            .Contains("streamactors_readers{protocol=\"srt\"} 1", StringComparison.Ordinal), () => server.Story);

        await server.Delete("keys", id);
        await receiver.FallsSilent(TimeSpan.FromSeconds(3));
        await server.OnAir("inputs", "cam");
        server.Story.ShouldNotContain("sesame");
        server.Story.ShouldNotContain(key);
    }
}
