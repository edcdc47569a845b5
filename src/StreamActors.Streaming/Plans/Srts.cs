using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>Shared by SRT sources and targets.</summary>
internal static class Srts
{
    public static bool Listens(OpenedAddress address) => address.Is("mode", "listener");

    public static SrtMode Mode(OpenedAddress address) => Listens(address) ? SrtMode.Listener : SrtMode.Caller;

    /// <summary>The address to listen on: all interfaces, unless one is named.</summary>
    public static HostPort Own(OpenedAddress address) => address.Url.Host.Length == 0 ? new HostPort("0.0.0.0", address.Target.Port) : address.Target;
}
