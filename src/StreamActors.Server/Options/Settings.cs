using StreamActors.Hocon;
using StreamActors.Hocon.Provider;
using StreamActors.Hocon.Shapes;
using StreamActors.Kernel;

namespace StreamActors.Server;

/// <summary>
/// Reads the configuration: defaults, file, environment, command line, each overriding the one before, and validates all keys.
/// </summary>
internal static class Settings
{
    public const string Section = "streamactors";

    /// <summary>Variables of the console, which may run in the same environment.</summary>
    private static readonly string[] OfTheConsole = ["STREAMACTORS_KEY", "STREAMACTORS_SERVER", "STREAMACTORS_DATA"];

    public static OptionsShape Shape() => OptionsShape.Of<StreamActorsOptions>(Section).Leaving("akka");

    public static string Defaults()
    {
        using var file = new StreamReader(typeof(Settings).Assembly.GetManifestResourceStream("streamactors.conf")!);
        return file.ReadToEnd();
    }

    public static StreamActorsOptions Read(CommandLine line) => ReadAll(line).Options;

    /// <returns>The options, and the <c>akka { … }</c> section for Akka.NET.</returns>
    public static (StreamActorsOptions Options, string Akka) ReadAll(CommandLine line)
    {
        var shape = Shape();
        var sources = new ConfigurationBuilder().AddHoconText(Defaults(), "hocon/streamactors.conf");
        if (line.ConfigFile is not null)
            sources.AddHocon(line.ConfigFile);
        RemovedKeys.Refuse(line.Keys);
        sources.AddEnvironmentOf(shape, others: [.. KubernetesVariables.OfThisProcess(), .. OfTheConsole])
            .AddCommandLineOf(shape, line.Keys);
        var read = sources.Build();
        RemovedKeys.Refuse(read);
        var reading = shape.Read(read).OrRefuse();
        var options = reading.Get<StreamActorsOptions>();
        var faults = Faults(options, reading.Tree).Select(f => Problem(reading.Tree, $"{Section}.{f.Key}", f.Wanted)).ToList();
        return faults.Count == 0
            ? (options with { Node = NameOf(options) },
            reading.Tree.Find("akka") is { } akka ? $"akka {{\n{HoconRendering.Render(akka.Value)}\n}}" : "")
            : throw new ConfigurationRefused(faults);
    }

    private const string Ssl = "akka.remote.dot-netty.tcp.ssl";

    /// <summary>Validation beyond types.</summary>
    private static IEnumerable<(string Key, string Wanted)> Faults(StreamActorsOptions options, HoconObject tree)
    {
        if (options.Node.Length > 0 && !EntityId.IsWellFormed(options.Node))
            yield return ("node", "a name of lower-case letters, digits and dashes that begins with a letter or digit");
        foreach (var (key, number) in ((string, int)[])[("http.requests-per-second", options.Http.RequestsPerSecond),
            ("http.connections-per-address", options.Http.ConnectionsPerAddress),
            ("quota.inputs", options.Quota.Inputs), ("quota.outputs", options.Quota.Outputs), ("quota.channels", options.Quota.Channels),
            ("quota.alert-rules", options.Quota.AlertRules), ("quota.keys", options.Quota.Keys), ("quota.users", options.Quota.Users)])
        {
            if (number is < 0 or > 1_000_000)
                yield return (key, "a whole number from 0 to 1000000");
        }
        if (options.Http.AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Any(o => !IsOrigin(o)))
            yield return ("http.allowed-origins",
                "origins separated by commas, such as \"https://console.example, https://wall.example:8443\" (scheme and host, no path; "
                    + "'*' would let every web site use this API)");
        if (options.Http.Certificate.Length == 0 && options.Http.Key.Length > 0)
            yield return ("http.certificate", "with http.key, a PEM file with the certificate and its chain");
        if (options.Http.Certificate.Length > 0 && options.Http.Key.Length == 0)
            yield return ("http.key", "with http.certificate, a PEM file with its private key");
        if (options.Journal.Database == DatabaseChoice.Postgresql && options.Journal.Postgresql.Connection.IsEmpty)
            yield return ("journal.postgresql.connection",
                "with database = postgresql, a connection string such as \"Host=db;Database=streamactors;Username=…\"");
        if (!options.Cluster.IsAlone && !options.Cluster.ListenAt.IsLoopback && !IsOn(tree, "akka.remote.dot-netty.tcp.enable-ssl"))
            yield return ("cluster.listen",
                "a loopback address, or akka.remote.dot-netty.tcp.enable-ssl = true with a certificate, since anyone who can connect to "
                    + "this address controls the cluster");
        if (!options.Cluster.IsAlone && !options.Cluster.ListenAt.IsLoopback
            && (IsOn(tree, $"{Ssl}.suppress-validation") || IsOff(tree, $"{Ssl}.require-mutual-authentication")))
            yield return ("cluster.listen",
                $"a loopback address, or {Ssl} without suppress-validation = on and without require-mutual-authentication = off, since "
                    + $"otherwise a node without a certificate controls the cluster too");
        foreach (var fault in ClusterRules.Faults(options, tree.Find("akka.cluster.seed-nodes")?.Value is HoconArray { Items.Count: > 0 }))
            yield return fault;
        if (options.Secrets.MasterKey.From == MasterKeyPlace.Nowhere)
            yield return ("secrets.master-key.from", "one of file, variable, passphrase");
        foreach (var (key, time) in ((string, TimeSpan)[])[("journal.poll", options.Journal.Poll),
            ("entities.deadline", options.Entities.Deadline), ("shutdown.grace", options.Shutdown.Grace),
            ("telemetry.otlp.interval", options.Telemetry.Otlp.Interval),
            ("media.restart.first-delay", options.Media.Restart.FirstDelay),
            ("media.restart.longest-delay", options.Media.Restart.LongestDelay),
            ("media.restart.healthy-after", options.Media.Restart.HealthyAfter),
            ("media.preview.still-interval", options.Media.Preview.StillInterval),
            ("media.ring.span", options.Media.Ring.Span), ("media.mediamtx.poll", options.Media.Mediamtx.Poll), .. options.Cluster.Times])
        {
            if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
                yield return (key, "a duration above zero, one day at most");
        }
        if (options.Telemetry.Otlp.Endpoint is { Length: > 0 } endpoint
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var collector) && collector.Scheme is "http" or "https"))
            yield return ("telemetry.otlp.endpoint", "empty, or the address of a collector such as \"http://127.0.0.1:4318\"");
        if (options.Timeline.Age <= TimeSpan.Zero)
            yield return ("timeline.age", "a duration above zero");
        if (options.Timeline.Count < 1)
            yield return ("timeline.count", "a whole number above zero");
        if (options.Media.Restart.LongestDelay < options.Media.Restart.FirstDelay)
            yield return ("media.restart.longest-delay", "a duration not shorter than media.restart.first-delay");
        if (options.Media.StartsPerSecond is not (>= 0.1 and <= 1000))
            yield return ("media.starts-per-second", "a number from 0.1 to 1000");
        if (options.Media.Ring.Groups is < 1 or > 100)
            yield return ("media.ring.groups", "a whole number from 1 to 100");
        if (options.Media.Ring.CapMegabytes is < 1 or > 1024)
            yield return ("media.ring.cap-megabytes", "a whole number from 1 to 1024");
        if (options.Media.Readers.Most is < 0 or > 100_000)
            yield return ("media.readers.most", "a whole number from 0 to 100000");
        if (options.Media.Readers.MostPerKey is < 1 or > 100_000)
            yield return ("media.readers.most-per-key", "a whole number from 1 to 100000");
        if (options.Media.Preview.Most is < 0 or > 10_000)
            yield return ("media.preview.most", "a whole number from 0 to 10000");
        if (options.Media.Preview.StillsAtOnce is < 1 or > 100)
            yield return ("media.preview.stills-at-once", "a whole number from 1 to 100");
        if (options.Media.Preview.StillWidth is < 16 or > 3840)
            yield return ("media.preview.still-width", "a whole number from 16 to 3840");
        if (options.Media.Srt.MegabitsPerPort is < 1 or > 100_000)
            yield return ("media.srt.megabits-per-port", "a whole number from 1 to 100000");
        if (options.Media.Srt.Port is < 1 or > 65_535)
            yield return ("media.srt.port", "a port from 1 to 65535");
        if (options.Media.Srt.MaxReaders is < 1 or > 10_000)
            yield return ("media.srt.max-readers", "a whole number from 1 to 10000");
        foreach (var fault in MediaMtxFaults(options.Media.Mediamtx))
            yield return fault;
        if (options.Media.Rtmp.Listen.Address is { Port: 0 })
            yield return ("media.rtmp.listen", "empty, or HOST:PORT, where HOST is an address of this machine");
        if (options.Media.Rtmp is { TlsListen.Address: { } tls } rtmp)
        {
            if (tls.Port == 0)
                yield return ("media.rtmp.tls-listen",
                    "empty, or HOST:PORT such as \"0.0.0.0:1936\", where HOST is an address of this machine");
            if (rtmp.Certificate.Length == 0)
                yield return ("media.rtmp.certificate", "with media.rtmp.tls-listen, a PEM file");
            if (rtmp.Key.Length == 0)
                yield return ("media.rtmp.key", "with media.rtmp.tls-listen, a PEM file");
        }
        if (options.Entities.WakesAtOnce is < 1 or > 10_000)
            yield return ("entities.wakes-at-once", "a whole number from 1 to 10000");
    }

    private static IEnumerable<(string Key, string Wanted)> MediaMtxFaults(Streaming.MediaMtxOptions options)
    {
        if (options.Api.Length > 0 && !(Uri.TryCreate(options.Api, UriKind.Absolute, out var api) && api.Scheme is "http" or "https"
            && api.UserInfo.Length == 0))
            yield return ("media.mediamtx.api", "empty, or the URL of MediaMTX's control API such as \"http://127.0.0.1:9997\", with the "
                + "credentials in user and password-file");
        if (options.Srt.Length > 0 && !(Uri.TryCreate($"srt://{options.Srt}", UriKind.Absolute, out var srt) && srt.Port > 0
            && srt.Authority == options.Srt))
            yield return ("media.mediamtx.srt", "empty, or HOST:PORT of MediaMTX's SRT listener, such as \"127.0.0.1:8890\"");
        if (options.User.AsSpan().ContainsAny(",:"))
            yield return ("media.mediamtx.user", "a user name without commas and colons");
        if (!options.Paths.Split('/').All(EntityId.IsWellFormed))
            yield return ("media.mediamtx.paths", "lower-case letters, digits and dashes, such as \"streamactors\"");
    }

    /// <summary>As browsers send it: RFC 6454.</summary>
    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https"
        && string.Equals(origin.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);

    private static bool IsOn(HoconObject tree, string key) => tree.Find(key)?.Value is HoconScalar { Text: "true" or "on" or "yes" };

    private static bool IsOff(HoconObject tree, string key) => tree.Find(key)?.Value is HoconScalar { Text: "false" or "off" or "no" };

    private static ConfigurationProblem Problem(HoconObject tree, string key, string wanted)
    {
        var value = tree.Find(key)!.Value;
        var hidden = key.Contains("connection", StringComparison.Ordinal);
        return new ConfigurationProblem(key, value.Origin, hidden ? "empty" : $"'{(value as HoconScalar)?.Text}'", wanted, null);
    }

    private static string NameOf(StreamActorsOptions options)
    {
        if (options.Node.Length > 0)
            return options.Node;
        var machine =
            new string([.. Environment.MachineName.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return EntityId.IsWellFormed(machine) ? machine : "node";
    }
}
