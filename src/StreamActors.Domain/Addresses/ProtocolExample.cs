using System.Collections.Immutable;

namespace StreamActors.Domain.Addresses;

/// <summary>A documentation example of an address: its parts separately, and the whole as one URL.</summary>
public sealed record ProtocolExample(string Url)
{
    private const string UserAndPassword = "://USER:PASSWORD@", EndOfPath = "the end of the path", QueryItself = "?QUERY";

    private static readonly Dictionary<string, ProtocolExample> Inputs = new(StringComparer.Ordinal)
    {
        ["udp"] = new("udp://239.1.1.1:5004") { Options = [("interface", "eth1"), ("sources", "192.0.2.7")] },
        ["rtp"] = new("rtp://:5004") { Options = [("reorder-ms", "50")] },
        ["srt"] = new("srt://encoder.example:9000")
        {
            Options = [("latency-ms", "200")], Secrets = [("passphrase", "correct-horse-battery")],
        },
        ["rtmp"] = new("rtmp://0.0.0.0:1935/live") { Options = [("mode", "listen")], Secrets = [("key", "studio")] },
        ["rtmps"] = new("rtmps://viewer@origin.example/live") { Secrets = [("key", "studio"), ("password", "correct-horse")] },
        ["rtsp"] = new("rtsp://viewer@camera.example/stream1")
        {
            Options = [("transport", "udp")], Secrets = [("password", "correct-horse")],
        },
        ["http"] = new("http://encoder.example:8080/stream.ts") { Secrets = [("query", "token=abc")] },
        ["https"] = new("https://cdn.example/live/master.m3u8")
        {
            Options = [("user-agent", "studio")], Secrets = [("headers", "Authorization: Bearer abc")],
        },
        ["file"] = new("file:///loops/studio.ts") { Options = [("loop", "false")] },
        ["test"] = new("test://") { Options = [("pattern", "bars"), ("bitrate", "4000000")] },
        ["capture"] = new("capture:///hw:1,0") { Options = [("driver", "alsa")] },
    };

    private static readonly Dictionary<string, ProtocolExample> Outputs = new(StringComparer.Ordinal)
    {
        ["udp"] = new("udp://239.1.1.1:5004") { Options = [("interface", "eth1"), ("ttl", "4")] },
        ["rtp"] = new("rtp://receiver.example:5004") { Options = [("max-hold-ms", "5")] },
        ["srt"] = new("srt://ingest.example:9000")
        {
            Options = [("latency-ms", "200")], Secrets = [("passphrase", "correct-horse-battery"), ("streamid", "studio")],
        },
        ["rtmp"] = new("rtmp://live.example/app") { Secrets = [("key", "live_123_abc")] },
        ["rtmps"] = new("rtmps://live.example:443/rtmp") { Options = [("program", "2")], Secrets = [("key", "live_123_abc")] },
        ["rtsp"] = new("rtsp://publisher@server.example:8554/live/studio")
        {
            Options = [("transport", "udp")], Secrets = [("password", "correct-horse")],
        },
        ["file"] = new("file:///recordings/studio.ts") { Options = [("segment-seconds", "3600")] },
    };

    public ImmutableArray<(string Name, string Value)> Options { get; init; } = [];

    /// <summary>In clear text: these are only examples.</summary>
    public ImmutableArray<(string Name, string Value)> Secrets { get; init; } = [];

    public static ProtocolExample Of(string protocol, bool isIngest) => (isIngest ? Inputs : Outputs)[protocol];

    /// <summary>How an option or a secret is written in the URL; empty when it cannot be.</summary>
    public static IReadOnlyList<string> InUrl(Protocol protocol, Option option)
    {
        var isSecret = !protocol.Options.Contains(option);
        var own = $"{option.Name}=";
        var names = option.QueryNames.Select(n => n.BareValue is null ? $"{n.Name}=" : n.Name);
        return (protocol.Query, option.Name) switch
        {
            (_, "password") when isSecret => [UserAndPassword],
            (QueryUse.Key, "key") when isSecret => [EndOfPath],
            (QueryUse.Key or QueryUse.Secret or QueryUse.Server, "query") when isSecret => [QueryItself],
            (QueryUse.Options, _) => [own, .. names.Where(n => n != own)],
            (QueryUse.Server, _) when !isSecret => [.. names],
            _ => [],
        };
    }

    /// <returns>The whole as one URL, as other programs write it; null when a part cannot be in a URL.</returns>
    public string? Whole(Protocol protocol)
    {
        var (url, query) = (Url, new List<string>());
        foreach (var (name, value) in Options.Concat(Secrets))
        {
            var option = protocol.Options.Concat(protocol.Secrets).Single(o => o.Name == name);
            switch (InUrl(protocol, option))
            {
                case [UserAndPassword]: url = url.Replace("@", $":{value}@", StringComparison.Ordinal); break;
                case [EndOfPath]: url += $"/{value}"; break;
                case [QueryItself]: query.Add(value); break;
                case [var first, ..] when first.EndsWith('='): query.Add(first + value); break;
                default: return null;
            }
        }
        return query.Count == 0 ? url : $"{url}?{string.Join('&', query)}";
    }
}
