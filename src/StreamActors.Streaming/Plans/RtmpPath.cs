using StreamActors.Domain.Addresses;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>
/// Application and key of an RTMP address, each with its query. They are the path and the secrets 'query' and 'key'; addresses stored
/// before keys became secrets have the key as the last part of the path.
/// </summary>
internal static class RtmpPath
{
    public static RtmpAddress Of(OpenedAddress address, bool tls, bool keyInPath)
    {
        var path = address.Url.Path.Trim('/');
        var query = address.Url.Query.Length > 0 ? $"?{address.Url.Query}" : "";
        var application = path + (address.Secret("query") is { } own ? $"?{own.Reveal()}" : query);
        var slash = path.LastIndexOf('/');
        var rtmp = address.Secret("key") is null && keyInPath && slash > 0
            ? new RtmpAddress(address.Target, path[..slash], new Secret(Uri.UnescapeDataString(path[(slash + 1)..]) + query), tls)
            : new RtmpAddress(address.Target, application, address.Secret("key"), tls);
        var (user, password) = (address.Url.User, address.Secret("password"));
        // Stored before validation existed, they may contain characters that change the URL.
        var areRight =
            user is not null && RtmpCredential.IsUser(user) && password is not null && RtmpCredential.IsPassword(password.Reveal());
        return rtmp with { User = areRight ? user : null, Password = areRight ? password : null, Query = address.Secret("query") };
    }
}
