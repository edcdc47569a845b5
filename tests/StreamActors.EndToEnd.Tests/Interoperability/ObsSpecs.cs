namespace StreamActors.EndToEnd.Tests.Interoperability;

/// <summary>OBS Studio publishes with a stream key, as its users do: on air, stopped, started again, killed and started again.</summary>
[Trait("Runs", "long")]
public sealed class ObsSpecs
{
    [Theory]
    [InlineData("rtmp")]
    [InlineData("srt")]
    public async Task Obs_publishes_stops_starts_again_and_comes_back_after_a_crash(string protocol)
    {
        await using var server = await OnAirServer.Start();
        using var receiver = new TsReceiver();
        var port = protocol == "srt" ? Ports.Udp() : Ports.Tcp();
        if (protocol == "srt")
            await server.Input("in", $"srt://127.0.0.1:{port}", ("mode", "listener"), ("!passphrase", "correct-horse-battery"));
        else
            await server.Input("in", $"rtmp://127.0.0.1:{port}/live", ("mode", "listen"), ("!key", "sesame"));
        await server.Output("out", "in", $"udp://127.0.0.1:{receiver.Port}");
        await using var obs = protocol == "srt"
            ? await ObsStudio.Start($"srt://127.0.0.1:{port}?passphrase=correct-horse-battery", "")
            : await ObsStudio.Start($"rtmp://127.0.0.1:{port}/live", "sesame");
        await Publishes();

        await obs.StopStream();
        await Eventually.Is(async () => (await server.State("inputs", "in")).Phase != "on-air", () => $"still on air {server.Story}");
        await Publishes();

        await obs.Kill();
        await Eventually.Is(async () => (await server.State("inputs", "in")).Phase != "on-air", () => $"still on air {server.Story}");
        await obs.Restart();
        await Publishes();
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());

        async Task Publishes()
        {
            // Started again while it still connects or disconnects, OBS 29 crashes.
            await Eventually.Is(async () => !await obs.IsStreaming(), () => $"it still streams {obs.Story}");
            await (protocol == "srt" ? Ports.IsBound(port, () => server.Story) : Ports.Listens(port, () => server.Story));
            await obs.StartStream();
            await server.OnAir("inputs", "in", () => obs.Story);
            await receiver.SeesMore(3, () => obs.Story + server.Story);
        }
    }
}
