using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming.Tests.MediaMtx;

public sealed class MediaMtxSourceSpecs
{
    [Theory]
    [InlineData("udp://:5004", "interface", "eth1", "udp://0.0.0.0:5004?interface=eth1")]
    [InlineData("srt://h:9000", "latency-ms", "200", "srt://h:9000?latency=200")]
    [InlineData("srt://:9000", "mode", "listener", "publisher")]
    [InlineData("rtmp://h/live/key", "driver", "mediamtx", "rtmp://h:1935/live/key")]
    [InlineData("rtsp://ann@h/a?b=1", "transport", "udp", "rtsp://ann@h:554/a?b=1")]
    public async Task It_is_told_the_source(string url, string name, string value, string source) =>
        ((string?)MediaMtxSource.Of(await Open(url, name, value)).Fields["source"]).ShouldBe(source);

    [Theory]
    [InlineData("udp://:5004", "receive-buffer", "65536")]
    [InlineData("udp://:5004", "sources", "192.0.2.1,192.0.2.2")]
    [InlineData("udp://:5004", "interface", "192.0.2.1")]
    [InlineData("srt://h:9000", "mode", "rendezvous")]
    public async Task An_option_that_it_has_nothing_for_is_refused(string url, string name, string value)
    {
        var address = await Open(url, name, value);
        var end = Should.Throw<NotStartedException>(() => MediaMtxSource.Of(address)).End;
        (end.Class, end.Text.StartsWith("driver=mediamtx: MediaMTX ", StringComparison.Ordinal)).ShouldBe((ErrorClass.BadUrl, true));
    }

    private static Task<OpenedAddress> Open(string url, string name, string value) => OpenedAddress.Open(
        new Address(url) { Options = new Address(url).Options.Add(name, value) }, isIngest: true, new PlainVault(), CancellationToken.None);
}
