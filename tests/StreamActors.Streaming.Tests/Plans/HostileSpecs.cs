using System.Collections.Immutable;
using System.Text.RegularExpressions;
using StreamActors.Domain.Addresses;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming.Tests.Plans;

/// <summary>
/// Hostile text in any field of any protocol is refused, or FFmpeg gets the same arguments as for a harmless word, with the text in its
/// one place. The fields are those of the protocol table, so new ones are tested too.
/// </summary>
public sealed partial class HostileSpecs : IDisposable
{
    private const string Word = "harmless-word";

    /// <summary>Syntax of FFmpeg, of its libraries, of shells and of HTTP.</summary>
    private static readonly string[] Pieces =
    [
        "'", "\"", "\\", "\\'", ":", "|", "%", "%d", "%%", "%Y", "%s", "%n", "%0a", "%0d%0aX-Y: z", "%00", "%2e%2e/", "%2F", "%5C", "..",
        "../../etc/passwd", "/", "//", "///",
        "-", "-i", "--", "-y", "-f lavfi", "[out]", ",", ";", "=", "&", "?", "#", "@", "@127.0.0.1", "@127.0.0.1:22/", "!", "$", "$(id)",
        "`id`", "*", "~", "<", ">", "{", "}", "^",
        "file:'|id>x',raw", "file:", "file:///etc/passwd", "tee:", "concat:", "concat:a|b", "subfile,,start,0,end,0,,:/etc/passwd",
        "data:,x", "pipe:", "pipe:1", "unix:/x", "crypto:",
        "async:", "cache:", "httpproxy://127.0.0.1:22/", "tcp://127.0.0.1:22", "rtmp://a/b live=1 app=x", " live=1 pubUser=x", "conn=S:x",
        "movie=/etc/passwd", "amovie=x[a]", "nullsrc;[0]",
        "ffconcat version 1.0", "http://127.0.0.1/", "#EXTM3U", "127.0.0.1", "0x7f.1", "[::1]", "localhost", "a.example:22", "ann:sesame@",
        "over-tls", "x.over-tls",
        "ü", "日本", "😀", "e\u0301", "\u202e", "\u200b", "\ufeff", "\ufffd", "\ud800", "\n", "\r\n", "\r", "\t", "\0", "\u001b[2J", "\u0085",
        "\u2028", "\u007f",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("sa-hostile-").FullName;
    private readonly PlainVault _vault = new();

    public static TheoryData<string, bool> AllProtocols()
    {
        var all = new TheoryData<string, bool>();
        foreach (var isIngest in (bool[])[true, false])
            foreach (var name in Protocols.Names(isIngest))
                all.Add(name, isIngest);
        return all;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(AllProtocols))]
    public async Task No_word_of_an_operator_becomes_anything_but_a_value(string scheme, bool isIngest)
    {
        var protocol = Protocols.Find(scheme, isIngest)!;
        foreach (var form in protocol.Forms)
            foreach (var field in Fields(protocol))
            {
                var harmless = await Said(protocol, isIngest, form, field, Word);
                foreach (var hostile in Pieces.SelectMany(p => (string[])[p, Word + p, p + Word, Word + p + Word])
                    .SelectMany(p => Written(protocol, field, p)))
                {
                    if (await Said(protocol, isIngest, form, field, hostile) is not { } given)
                        continue;
                    var seen = $"{form.Example} {(isIngest ? "in" : "out")}, {field}: {hostile}\n{string.Join('\n', given.Arguments)}";
                    hostile.Any(c => char.IsControl(c) && !(field == "secrets.headers" && c is '\r' or '\n'))
                        .ShouldBeFalse($"a control character was taken: {seen}");
                    Judge(harmless.ShouldNotBeNull($"the harmless word was refused: {seen}"), given, seen);
                }
            }
    }

    /// <summary>A harmless word is accepted in each field of some form; otherwise the test proves nothing.</summary>
    [Theory]
    [MemberData(nameof(AllProtocols))]
    public async Task Some_word_of_an_operator_is_taken_in_each_free_field(string scheme, bool isIngest)
    {
        var protocol = Protocols.Find(scheme, isIngest)!;
        foreach (var field in Fields(protocol).Where(f => f != "path" || protocol is { NeedsPath: true, Name: not "capture" }))
        {
            var taken = await Task.WhenAll(protocol.Forms.Select(form => Said(protocol, isIngest, form, field, Word)));
            taken.ShouldContain(said => said != null, $"{scheme} {field}");
        }
    }

    private static void Judge(StartedPlan harmless, StartedPlan given, string seen)
    {
        given.Where.ShouldBe(harmless.Where, seen);
        given.Arguments.Count.ShouldBe(harmless.Arguments.Count, seen);
        for (var n = 0; n < given.Arguments.Count; n++)
        {
            var (was, now) = (harmless.Arguments[n], given.Arguments[n]);
            if (now == was)
                continue;
            var isLast = n == given.Arguments.Count - 1;
            (isLast || (n > 0 && OptionName().IsMatch(given.Arguments[n - 1]))).ShouldBeTrue($"argument {n} is no value: {seen}");
            if (isLast || given.Arguments[n - 1] == "-i")
            {
                var got = Beginning().Match(now);
                got.Success.ShouldBeTrue($"argument {n} is no address: {seen}");
                Place(got).ShouldBe(Place(Beginning().Match(was)), $"argument {n} is an address of something else: {seen}");
                now.Any(c => char.IsControl(c) || (c == ' ' && !now.StartsWith("file:", StringComparison.Ordinal)))
                    .ShouldBeFalse($"argument {n}: {seen}");
            }
        }
    }

    /// <summary>In a URL unescaped, if it does not end the field, and escaped.</summary>
    private static IEnumerable<string> Written(Protocol protocol, string field, string word) => field switch
    {
        "user" => [.. word.AsSpan().IndexOfAny("/?#@:") < 0 ? (string[])[word] : [], Uri.EscapeDataString(word)],
        "path" => [.. word.AsSpan().IndexOfAny(protocol.NeedsKey || protocol.Secrets.Any(s => s.Name == "key") ? "/?#" : "?#") < 0
            ? (string[])[word] : [], Uri.EscapeDataString(word)],
        _ => [word],
    };

    private static IEnumerable<string> Fields(Protocol protocol) =>
    [
        "path",
        .. protocol is { AllowsUser: true } ? (string[])["user"] : [],
        .. protocol.Options.Where(o => o.IsRight(Word)).Select(o => $"options.{o.Name}"),
        .. protocol.Secrets.Where(o => o.IsRight(Harmless(o.Name))).Select(o => $"secrets.{o.Name}"),
    ];

    private static string Harmless(string secret) => secret == "headers" ? $"X-Word: {Word}" : Word;

    /// <returns>FFmpeg's arguments, and the target; null if it is refused.</returns>
    private async Task<StartedPlan?> Said(Protocol protocol, bool isIngest, UrlForm form, string field, string value)
    {
        UrlParts.Parse(form.Example, out var url).ShouldBeNull(form.Example);
        var example = url.Path.TrimEnd('/');
        var path = field == "path" ? $"{example[..(Math.Max(0, example.LastIndexOf('/')))]}/{value}{Path.GetExtension(example)}" : url.Path;
        var bare = (url with { User = null }).Shown(path, url.Query);
        var user = field == "user" ? value : field == "secrets.password" ? url.User ?? "ann" : url.User;
        var options = form.Option?.Split('=') is [var name, var chosen]
            ? ImmutableSortedDictionary<string, string>.Empty.Add(name, chosen)
            : ImmutableSortedDictionary<string, string>.Empty;
        var secrets = ImmutableSortedDictionary<string, Secret>.Empty;
        if (field.StartsWith("options.", StringComparison.Ordinal))
            options = options.SetItem(field["options.".Length..], value);
        if (field == "user" && protocol.Secrets.Any(s => s.Name == "password")) // RTMP needs both
            secrets = secrets.Add("password", new Secret(Word));
        if (field.StartsWith("secrets.", StringComparison.Ordinal))
            secrets = secrets.Add(field["secrets.".Length..],
                new Secret(field.EndsWith(".headers", StringComparison.Ordinal) ? $"X-Word: {value}" : value));

        var text = user is null ? bare : bare.Replace("://", $"://{user}@", StringComparison.Ordinal);
        var plain = PlainAddress.Split(new PlainAddress(text, options, secrets), isIngest);
        if (plain.Secrets.Any(s => AddressRules.CheckSecret(protocol.Name, isIngest, s.Key, s.Value) is not null))
            return null;
        var kept = ImmutableSortedDictionary.CreateBuilder<string, SealedSecret>();
        foreach (var (secret, clear) in plain.Secrets)
            kept[secret] = await _vault.Seal(clear, CancellationToken.None);
        var address = new Address(plain.Url) { Options = plain.Options, Secrets = kept.ToImmutable() };
        if (AddressRules.Check(address, isIngest).Count > 0)
            return null;
        try
        {
            return Planned(await OpenedAddress.Open(address, isIngest, _vault, CancellationToken.None), isIngest);
        }
        catch (NotStartedException)
        {
            return null;
        }
    }

    private StartedPlan Planned(OpenedAddress opened, bool isIngest)
    {
        if (opened.Url.Scheme is "udp" or "rtp")
            return new StartedPlan([], isIngest ? UdpPlans.Source(opened).Address.ToString()
                : UdpPlans.Destination(opened, System.Net.IPAddress.Loopback).Address.ToString());
        if (isIngest && opened.Url.Scheme == "file")
            Make(Uri.UnescapeDataString(opened.Url.Path));
        var files = new MediaFolder(_root);
        var plan = isIngest ? Sources.Of(opened, files, capture: true).Plan(FfmpegVersion.Oldest)
            : Targets.Of(opened, files, default).Plan(FfmpegVersion.Oldest);
        var where = string.Join(' ', plan.Targets);
        if (plan.Http is { } http)
        {
            var meant = http.Outward(http.Url).ShouldNotBeNull(http.Url);
            where += $" {meant.Scheme} {meant.Authority} {meant.UserInfo}";
            meant.PathAndQuery.Any(c => char.IsControl(c) || c == ' ').ShouldBeFalse(meant.PathAndQuery);
            foreach (var (name, value) in http.Headers)
                $"{name}{value.Reveal()}".Any(char.IsControl).ShouldBeFalse(name);
        }
        if (plan.Rtsp is { } rtsp)
            plan.Arguments.ShouldContain(rtsp.Url, "the gateway would not find its address");
        if (opened.Url.Scheme == "file")
            Path.GetFullPath(plan.Arguments.Single(a => a.StartsWith("file:", StringComparison.Ordinal))["file:".Length..])
                .ShouldStartWith(_root + "/");
        return new StartedPlan(plan.Arguments, where);
    }

    private sealed record StartedPlan(IReadOnlyList<string> Arguments, string Where);

    /// <summary>Creates a file of that name if possible: otherwise it would be refused as missing.</summary>
    private void Make(string name)
    {
        var full = Path.GetFullPath(Path.Combine(_root, name.TrimStart('/')));
        if (!full.StartsWith(_root + "/", StringComparison.Ordinal) || File.Exists(full) || Directory.Exists(full))
            return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, "");
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            // A file exists where a folder is needed, or the name is empty.
        }
    }

    /// <summary>Without user and password, which RTMP has in its URL.</summary>
    private static (string, string) Place(Match beginning) => (beginning.Groups["scheme"].Value, beginning.Groups["host"].Value);

    /// <summary>Scheme, user and host of a URL; scheme and root of a file.</summary>
    [GeneratedRegex(@"^(?:(?<scheme>file:)/|(?<scheme>[a-z]+)://(?:[^/?#@]*@)?(?<host>[^/]*))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^-[a-z_:]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OptionName();
}
