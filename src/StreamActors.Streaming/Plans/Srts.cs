using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>What SRT addresses of both directions have in common.</summary>
internal static class Srts
{
    public static bool Listens(OpenedAddress address) => address.Is("mode", "listener");

    public static SrtMode Mode(OpenedAddress address) => Listens(address) ? SrtMode.Listener : SrtMode.Caller;

    /// <summary>Where to listen: everywhere, unless an own address is named.</summary>
    public static HostPort Own(OpenedAddress address) => address.Url.Host.Length == 0 ? new HostPort("0.0.0.0", address.Target.Port) : address.Target;
}
