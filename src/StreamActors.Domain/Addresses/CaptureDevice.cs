using System.Text.RegularExpressions;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// The device of a capture address. ALSA parses a device name as configuration, which can start programs and write files; so
/// only plain card names and device files are allowed (decision 0110).
/// </summary>
public static partial class CaptureDevice
{
    public const string SoundNames = "default, sysdefault, hw:CARD,DEV or plughw:CARD,DEV";
    public const string VideoNames = "/dev/videoN, /dev/v4l/by-id/NAME or /dev/v4l/by-path/NAME";

    [GeneratedRegex(@"^(default|sysdefault|(plug)?hw:[A-Za-z0-9_]{1,32}(,[0-9]{1,3}(,[0-9]{1,3})?)?)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sound();

    [GeneratedRegex(@"^/dev/(video[0-9]{1,3}|v4l/by-(id|path)/[A-Za-z0-9_][A-Za-z0-9_.:+-]{0,199})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Video();

    /// <returns>The device as FFmpeg opens it; null when the path is not an allowed device.</returns>
    public static string? Parse(string path, bool isSound)
    {
        var device = Uri.UnescapeDataString(path);
        if (!isSound)
            return Video().IsMatch(device) ? device : null;
        device = device.StartsWith('/') ? device[1..] : device;
        return Sound().IsMatch(device) ? device : null;
    }
}
