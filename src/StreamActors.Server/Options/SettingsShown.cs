using System.Globalization;
using System.Text.Json;
using StreamActors.Control;
using StreamActors.Wire;

namespace StreamActors.Server;

/// <summary>The configuration for display. Every key is listed explicitly, so that no secret is shown by accident.</summary>
internal static class SettingsShown
{
    /// <summary>Each key with its value and its default; the options without a configuration are the defaults.</summary>
    public static IReadOnlyList<SettingView> WithDefaults(StreamActorsOptions options) =>
        [.. Of(options).Zip(Of(new()), (now, usual) => new SettingView(now.Key, now.Value, usual.Value))];

    public static IReadOnlyList<(string Key, string Value)> Of(StreamActorsOptions o) =>
    [
        ("node", o.Node),
        ("data", o.Data),
        ("http.listen", o.Http.Listen.ToString()),
        ("http.requests-per-second", Word(o.Http.RequestsPerSecond)),
        ("http.connections-per-address", Word(o.Http.ConnectionsPerAddress)),
        ("http.allowed-origins", o.Http.AllowedOrigins),
        ("http.certificate", o.Http.Certificate),
        ("quota.inputs", Word(o.Quota.Inputs)),
        ("quota.outputs", Word(o.Quota.Outputs)),
        ("quota.channels", Word(o.Quota.Channels)),
        ("quota.alert-rules", Word(o.Quota.AlertRules)),
        ("quota.keys", Word(o.Quota.Keys)),
        ("quota.users", Word(o.Quota.Users)),
        ("journal.database", Word(o.Journal.Database)),
        ("journal.plugin", Word(o.Journal.Plugin)),
        ("journal.poll", Word(o.Journal.Poll)),
        ("secrets.master-key.from", Word(o.Secrets.MasterKey.From)),
        ("media.ffmpeg", o.Media.Ffmpeg),
        ("media.reach", Word(o.Media.Reach)),
        ("media.capture", Word(o.Media.Capture)),
        ("media.starts-per-second", Word(o.Media.StartsPerSecond)),
        ("media.readers.most", Word(o.Media.Readers.Most)),
        ("media.readers.most-per-key", Word(o.Media.Readers.MostPerKey)),
        ("media.preview.most", Word(o.Media.Preview.Most)),
        ("media.preview.still-interval", Word(o.Media.Preview.StillInterval)),
        ("media.preview.stills-at-once", Word(o.Media.Preview.StillsAtOnce)),
        ("media.preview.still-width", Word(o.Media.Preview.StillWidth)),
        ("media.rtmp.listen", Word(o.Media.Rtmp.Listen)),
        ("media.rtmp.tls-listen", Word(o.Media.Rtmp.TlsListen)),
        ("media.restart.first-delay", Word(o.Media.Restart.FirstDelay)),
        ("media.restart.longest-delay", Word(o.Media.Restart.LongestDelay)),
        ("media.restart.healthy-after", Word(o.Media.Restart.HealthyAfter)),
        ("media.ring.span", Word(o.Media.Ring.Span)),
        ("media.srt.port", Word(o.Media.Srt.Port)),
        ("media.srt.read", Word(o.Media.Srt.Read)),
        ("media.srt.listen-ports", Word(o.Media.Srt.ListenPorts)),
        ("media.srt.max-readers", Word(o.Media.Srt.MaxReaders)),
        ("media.mediamtx.api", o.Media.Mediamtx.Api),
        ("media.mediamtx.srt", o.Media.Mediamtx.Srt),
        ("media.mediamtx.paths", o.Media.Mediamtx.Paths),
        ("media.mediamtx.poll", Word(o.Media.Mediamtx.Poll)),
        ("cluster.listen", o.Cluster.IsAlone ? "" : o.Cluster.ListenAt.ToString()),
        ("cluster.join", o.Cluster.Join.ToString()),
        ("timeline.age", Word(o.Timeline.Age)),
        ("timeline.count", Word(o.Timeline.Count)),
        ("log.level", Word(o.Log.Level)),
        ("log.format", Word(o.Log.Format)),
        ("telemetry.otlp.endpoint", o.Telemetry.Otlp.Endpoint),
        ("telemetry.otlp.interval", Word(o.Telemetry.Otlp.Interval)),
        ("shutdown.grace", Word(o.Shutdown.Grace)),
    ];

    /// <summary>As it is written in a configuration.</summary>
    private static string Word<T>(T value) => value switch
    {
        Enum or bool => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!),
        TimeSpan time => Duration.Text(time),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
