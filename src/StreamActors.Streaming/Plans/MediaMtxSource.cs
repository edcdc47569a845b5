using System.Net;
using System.Text.Json.Nodes;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>A path as MediaMTX is to have it.</summary>
/// <param name="Fields">Of its configuration, always the same ones: an edit resets what another source needed.</param>
/// <param name="Secrets">To be masked in what MediaMTX says of it.</param>
internal sealed record WantedPath(JsonObject Fields, IReadOnlyList<Secret> Secrets)
{
    /// <summary>A listening input is published to MediaMTX's own ports, by the name of the path.</summary>
    public bool IsPublished => (string?)Fields["source"] == MediaMtxSource.Publisher;
}

/// <summary>Turns an input's address into the path of MediaMTX that takes it in.</summary>
internal static class MediaMtxSource
{
    public const string Publisher = "publisher";

    /// <summary>What MediaMTX is told; any other option of the input is of a driver of StreamActors.</summary>
    private static readonly string[] Used = ["driver", "mode", "transport", "interface", "sources", "latency-ms", "key-length"];

    public static bool Takes(OpenedAddress address) => address.Is("driver", "mediamtx");

    /// <exception cref="NotStartedException">MediaMTX has nothing for one of its options.</exception>
    public static WantedPath Of(OpenedAddress address)
    {
        var publishes = address.Listens && address.Protocol.Native != NativeDriver.Datagrams;
        if (address.Is("mode", "rendezvous"))
            throw Unfit("MediaMTX has no mode=rendezvous: use caller or listener");
        if (address.Protocol.Options.FirstOrDefault(o => address.Option(o.Name) is not null && !Used.Contains(o.Name)) is { } unused)
            throw Unfit($"MediaMTX has no {unused.Name} for an input: leave it out");
        if (publishes && (address.Option("latency-ms") ?? address.Option("key-length")) is not null)
            throw Unfit("latency-ms and key-length are of a listener of StreamActors: leave them out, MediaMTX has its own");
        return new WantedPath(
            new JsonObject
            {
                ["source"] = publishes ? Publisher : Url(address),
                ["sourceOnDemand"] = false,
                ["rtspTransport"] = address.Url.Scheme == "rtsp" ? address.Option("transport") ?? "tcp" : "automatic",
                ["srtPublishPassphrase"] = publishes && address.Url.Scheme == "srt" ? address.Secret("passphrase")?.Reveal() ?? "" : "",
            },
            [.. new[] { "password", "passphrase", "streamid", "key", "query" }.Select(address.Secret).OfType<Secret>()]);
    }

    private static string Url(OpenedAddress address) => address.Url.Scheme switch
    {
        "udp" => Udp(address),
        "srt" => $"srt://{address.Target}{Query(
            ("passphrase", address.Secret("passphrase")?.Reveal()), ("streamid", address.Secret("streamid")?.Reveal()),
            ("latency", address.Option("latency-ms")), ("pbkeylen", address.Option("key-length")))}",
        "rtmp" or "rtmps" => Rtmp(address),
        _ => $"rtsp://{User(address)}{address.Target}{address.PathAndQuery}",
    };

    private static string Udp(OpenedAddress address)
    {
        if (address.Option("sources")?.Contains(',', StringComparison.Ordinal) == true)
            throw Unfit("MediaMTX accepts one sender at a time: give one address in sources, or none");
        if (IPAddress.TryParse(address.Option("interface"), out _))
            throw Unfit("MediaMTX takes an interface by its name only: give it in interface, such as eth1");
        return $"udp://{address.Target}{Query(("interface", address.Option("interface")), ("source", address.Option("sources")))}";
    }

    private static string Rtmp(OpenedAddress address)
    {
        var rtmp = RtmpPath.Of(address, tls: address.Url.Scheme == "rtmps", keyInPath: true);
        var key = rtmp.Key is null ? "" : $"/{Uri.EscapeDataString(rtmp.Key.Reveal()).Replace("%3F", "?", StringComparison.Ordinal)
            .Replace("%3D", "=", StringComparison.Ordinal).Replace("%26", "&", StringComparison.Ordinal)}";
        var (application, query) = rtmp.Application.Split('?', 2) is [var name, var said] ? (name, said) : (rtmp.Application, null);
        var more = query is null ? "" : $"{(key.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        return $"{rtmp.Protocol}://{User(address)}{address.Target}/{application}{key}{more}";
    }

    private static string User(OpenedAddress address) => address.Url.User is not { Length: > 0 } user ? ""
        : address.Secret("password") is { } password
        ? $"{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password.Reveal())}@" : $"{Uri.EscapeDataString(user)}@";

    private static string Query(params (string Name, string? Value)[] parts)
    {
        var query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length > 0 ? $"?{query}" : "";
    }

    private static NotStartedException Unfit(string why) => new(new DriverEnd(ErrorClass.BadUrl, $"driver=mediamtx: {why}."));
}
