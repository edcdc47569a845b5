using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.OnAir;

/// <summary>Application and key of an RTMP address: the key is a secret where there is one, else the last part of the path.</summary>
internal static class RtmpPath
{
    public static RtmpAddress Of(OpenedAddress address, HostPort host, bool tls, bool keyInPath)
    {
        var path = address.Url.Path.Trim('/');
        var query = address.Url.Query.Length > 0 ? $"?{address.Url.Query}" : "";
        if (address.Secret("key") is { } key)
            return new RtmpAddress(host, path + query, key, tls);
        var slash = path.LastIndexOf('/');
        return keyInPath && slash > 0
            ? new RtmpAddress(host, path[..slash], new Secret(Uri.UnescapeDataString(path[(slash + 1)..]) + query), tls)
            : new RtmpAddress(host, path + query, null, tls);
    }
}
