using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StreamActors.Media.Tls;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests.Metrics;

/// <summary>/metrics, and the rules and the dashboard based on it: none of them names an unknown metric.</summary>
public sealed partial class MetricSpecs : IAsyncLifetime
{
    private static readonly string Docker = Path.Combine(AppContext.BaseDirectory, "docker");

    private ApiServer _api = null!;
    private SrtLiveTransmit? _srt;

    public async Task InitializeAsync() =>
        _api = await ApiServer.Open(more: o => o with { Media = o.Media with { Reach = Ffmpeg.Reach.Loopback } });

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        if (_srt is not null)
            await _srt.DisposeAsync();
    }

    [Fact]
    public async Task Prometheus_finds_nothing_to_complain_of()
    {
        await SomethingOfEverything();
        var (code, said) = await Promtool.Run(Docker, await Text(), "check", "metrics");
        code.ShouldBe(0, said);
        said.ShouldBeEmpty();
        (await Promtool.Run(Docker, "# TYPE odd counter\nodd 1\n", "check", "metrics")).Code.ShouldNotBe(0);
    }

    [Fact]
    public async Task Whatever_a_rule_or_the_dashboard_names_is_there()
    {
        await SomethingOfEverything();
        using var folder = new Scratch();
        PemFiles.Write(folder.At("cert.pem"), folder.At("key.pem"));
        using var certificate = new CertificateFiles("https", folder.At("cert.pem"), folder.At("key.pem"), TimeProvider.System, _ => { });
        var rules = Names(await File.ReadAllTextAsync(Path.Combine(Docker, "prometheus", "alerts.yml"))).ToList();
        var panels = Expressions().SelectMany(Names).ToList();
        rules.Count.ShouldBeGreaterThan(10);
        panels.Count.ShouldBeGreaterThan(30);
        var missing = rules.Concat(panels).ToHashSet(StringComparer.Ordinal);
        await Eventually.Is(async () =>
        {
            missing.ExceptWith((await Text()).Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('{', ' ')[0]));
            return missing.Count == 0;
        }, () => $"missing: {string.Join(' ', missing)}");
    }

    [Fact]
    public async Task The_alerts_are_sound_and_come_when_they_should_and_only_then()
    {
        var folder = Directory.CreateTempSubdirectory("sa-rules-").FullName;
        foreach (var file in (string[])["prometheus/alerts.yml", "prometheus/prometheus.yml"])
            File.Copy(Path.Combine(Docker, file), Path.Combine(folder, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.key"), "sa_prometheus_key\n");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Metrics", "alerts.test.yml"), Path.Combine(folder, "alerts.test.yml"));
        foreach (var words in (string[][])[["check", "config", "prometheus.yml"], ["check", "rules", "alerts.yml"],
            ["test", "rules", "alerts.test.yml"]])
        {
            var (code, said) = await Promtool.Run(folder, null, words);
            code.ShouldBe(0, said);
        }
        var alerts = await File.ReadAllTextAsync(Path.Combine(folder, "alerts.yml"));
        foreach (Match alert in Alert().Matches(alerts))
            (await File.ReadAllTextAsync(Path.Combine(folder, "alerts.test.yml")))
                .ShouldContain($"alertname: {alert.Groups[1].Value}\n", customMessage: "an alert that no test makes come");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_dashboard_asks_only_what_Prometheus_understands()
    {
        var rules = new JsonArray(
            [.. Expressions().Select((e, n) => (JsonNode)new JsonObject { ["record"] = $"panel{n.ToString(CultureInfo.InvariantCulture)}",
                ["expr"] = e.Replace("$__rate_interval", "1m", StringComparison.Ordinal) })]);
        var folder = Directory.CreateTempSubdirectory("sa-panels-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "panels.yml"),
            new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["name"] = "panels", ["rules"] = rules }) }.ToJsonString());
        var (code, said) = await Promtool.Run(folder, null, "check", "rules", "panels.yml");
        code.ShouldBe(0, said);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_a_workload_goes_through_is_counted_under_its_owner()
    {
        await SomethingOfEverything();
        await Counts("streamactors_workload_bytes_per_second{", "kind=\"ingest\",owner=\"input/bars\"");
        await Counts("streamactors_workload_bytes_total{", "kind=\"egress\",owner=\"output/udp\"");
        await Counts("streamactors_workload_failures_total{", "owner=\"output/closed\",class=\"network\"");
        await Counts("streamactors_child_resident_bytes{", "owner=\"input/bars\"");
        await Counts("streamactors_srt_connections{", "kind=\"egress\",owner=\"output/srt\"} 1");
        await ApiServer.Until(async () =>
            (await _api.Get("outputs/srt")).Is(200).Text.Contains("\"links\":[{\"peer\":\"127.0.0.1:", StringComparison.Ordinal));
        (await _api.Delete("outputs/closed")).Is(204);
        await ApiServer.Until(async () => !(await Text()).Contains("output/closed", StringComparison.Ordinal));

        async Task Counts(string metric, string labels)
        {
            var text = "";
            await Eventually.Is(async () => (text = await Text()).Split('\n')
                .Any(l => l.StartsWith(metric, StringComparison.Ordinal) && l.Contains(labels, StringComparison.Ordinal)),
                () => $"{metric} {labels} is not in {text}");
        }
    }

    /// <summary>An input and an output on air, and one without a destination.</summary>
    private async Task SomethingOfEverything()
    {
        (await _api.Post("inputs", """{"id":"bars","on":true,"address":{"url":"test://bars"}}""")).Is(201);
        (await _api.Post("inputs", $$$"""{"id":"port","on":true,"address":{"url":"udp://127.0.0.1:{{{Ports.Udp()}}}"}}""")).Is(201);
        (await _api.Post("outputs", $$$"""{"id":"udp","input":"bars","on":true,"address":{"url":"udp://127.0.0.1:{{{Ports.Udp()}}}"}}"""))
            .Is(201);
        (await _api.Post("outputs",
            $$$"""{"id":"closed","input":"bars","on":true,"address":{"url":"rtmp://127.0.0.1:{{{Ports.Tcp()}}}/live/key"}}""")).Is(201);
        var port = Ports.Udp();
        _srt = await SrtLiveTransmit.ListensAndPassesOn(port, Ports.Udp());
        (await _api.Post("outputs", $$$"""{"id":"srt","input":"bars","on":true,"address":{"url":"srt://127.0.0.1:{{{port}}}"}}""")).Is(201);
        string[] last = ["streamactors_child_speed_ratio", "streamactors_stream_readers", "streamactors_workload_behind_packets",
            "streamactors_workload_failures_total", "streamactors_workload_senders", "streamactors_srt_round_trip_seconds"];
        await ApiServer.Until(async () => await Text() is var text && last.All(n => text.Contains(n + "{", StringComparison.Ordinal))
            && text.Contains("owner=\"output/udp\",phase=\"on-air\"", StringComparison.Ordinal));
    }

    private async Task<string> Text() => (await _api.Get("/metrics")).Is(200).Text;

    private static List<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Docker, "grafana", "streamactors.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => t.GetProperty("expr").GetString()!)];
    }

    private static IEnumerable<string> Names(string text) => Name().Matches(text).Select(m => m.Value);

    [GeneratedRegex(@"\b(?:streamactors|process|dotnet)_[a-z0-9_]+", RegexOptions.None, 60_000)]
    private static partial Regex Name();

    [GeneratedRegex(@"- alert: (\w+)", RegexOptions.None, 60_000)]
    private static partial Regex Alert();
}
