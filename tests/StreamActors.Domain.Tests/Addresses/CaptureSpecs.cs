using System.Collections.Immutable;
using StreamActors.Domain.Addresses;

namespace StreamActors.Domain.Tests.Addresses;

/// <summary>ALSA can run programs from a device name, so only plain device names are accepted.</summary>
public sealed class CaptureSpecs
{
    [Theory]
    [InlineData("capture:///default", "alsa", "default")]
    [InlineData("capture:///sysdefault", "alsa", "sysdefault")]
    [InlineData("capture:///hw:1,0", "alsa", "hw:1,0")]
    [InlineData("capture:///plughw:Loopback,1,0", "alsa", "plughw:Loopback,1,0")]
    [InlineData("capture:///hw%3A1%2C0", "alsa", "hw:1,0")]
    [InlineData("capture:///dev/video0", "v4l2", "/dev/video0")]
    [InlineData("capture:///dev/v4l/by-id/usb-Elgato_Cam_Link_4K-video-index0", "v4l2",
        "/dev/v4l/by-id/usb-Elgato_Cam_Link_4K-video-index0")]
    [InlineData("capture:///dev/v4l/by-path/pci-0000:00:14.0-usb-0:1:1.0-video-index0", "v4l2",
        "/dev/v4l/by-path/pci-0000:00:14.0-usb-0:1:1.0-video-index0")]
    public void A_device_is_taken_by_its_name(string url, string driver, string device)
    {
        AddressRules.Check(At(url, driver), isIngest: true).ShouldBeEmpty();
        CaptureDevice.Parse(Path(url), driver == "alsa").ShouldBe(device);
    }

    [Theory]
    [InlineData("capture:///file:'|id>/tmp/x',raw", "alsa")]
    [InlineData("capture:///file:'%7Cid%3E/tmp/x',raw", "alsa")]
    [InlineData("capture:///file%3A%27%7Cid%27%2Craw", "alsa")]
    [InlineData("capture:///tee:null,/srv/x,wav", "alsa")]
    [InlineData("capture:///tee:default,/srv/x,wav", "alsa")]
    [InlineData("capture:///hw:1,0,0,0", "alsa")]
    [InlineData("capture:///hw:{CARD=1}", "alsa")]
    [InlineData("capture:///hw:CARD=1,DEV=0", "alsa")]
    [InlineData("capture:///plug:default", "alsa")]
    [InlineData("capture:///pulse", "alsa")]
    [InlineData("capture:///default%0A", "alsa")]
    [InlineData("capture:////default", "alsa")]
    [InlineData("capture:///dev/video0", "alsa")]
    [InlineData("capture:///default", "v4l2")]
    [InlineData("capture:///dev/video0%0A", "v4l2")]
    [InlineData("capture:///dev/video", "v4l2")]
    [InlineData("capture:///dev/sda", "v4l2")]
    [InlineData("capture:///dev/v4l/by-id/../../sda", "v4l2")]
    [InlineData("capture:///dev/v4l/by-id/%2e%2e", "v4l2")]
    [InlineData("capture:///dev/v4l/by-id/a/b", "v4l2")]
    [InlineData("capture:///etc/passwd", "v4l2")]
    [InlineData("capture:///dev/%76ideo0x", "v4l2")]
    public void Everything_else_is_refused(string url, string driver)
    {
        var fault = AddressRules.Check(At(url, driver), isIngest: true).ShouldHaveSingleItem();
        (fault.Field, fault.Expected.Contains(url.EndsWith("%0A", StringComparison.Ordinal) ? "no control characters" : driver == "alsa"
            ? "hw:CARD,DEV" : "/dev/videoN", StringComparison.Ordinal)).ShouldBe(("url", true));
        CaptureDevice.Parse(Path(url), driver == "alsa").ShouldBeNull();
    }

    [Fact]
    public void No_character_of_alsas_language_passes()
    {
        foreach (var letter in "'\"|{}$@;=<>()[]!\\ \n\t*?&")
        {
            CaptureDevice.Parse($"/hw:1{Uri.EscapeDataString(letter.ToString())}", isSound: true).ShouldBeNull($"with {letter}");
            CaptureDevice.Parse($"/default{Uri.EscapeDataString(letter.ToString())}", isSound: true).ShouldBeNull($"with {letter}");
        }
    }

    private static Address At(string url, string driver) =>
        new(url) { Options = ImmutableSortedDictionary<string, string>.Empty.Add("driver", driver) };

    private static string Path(string url) => url["capture://".Length..];
}
