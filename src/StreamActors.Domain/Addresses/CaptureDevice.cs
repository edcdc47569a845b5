using System.Text.RegularExpressions;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// The device that a capture address names. ALSA reads a device name as a piece of its configuration language, which can start programs and
/// write files; so only plain names of cards and device files are let through, and everything else is refused (decision 0110).
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

    /// <returns>The device as FFmpeg is to open it; null where the path names none.</returns>
    public static string? Parse(string path, bool isSound)
    {
        var device = Uri.UnescapeDataString(path);
        if (!isSound)
            return Video().IsMatch(device) ? device : null;
        device = device.StartsWith('/') ? device[1..] : device;
        return Sound().IsMatch(device) ? device : null;
    }
}
