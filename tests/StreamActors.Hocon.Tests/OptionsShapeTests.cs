using Microsoft.Extensions.Configuration;
using StreamActors.Hocon.Provider;
using StreamActors.Hocon.Shapes;
using StreamActors.Hocon.Units;

namespace StreamActors.Hocon.Tests;

public sealed class OptionsShapeTests
{
    private static OptionsShape Shape => OptionsShape.Of<Options.Server>("streamactors").Leaving("akka");

    [Fact]
    public void A_configuration_becomes_options()
    {
        var options = Read(
            """
            streamactors {
              http { port = 9090, compress = off }
              stall-after = 2.5s, buffer = 64MiB, runtime = low-latency, name = 42, note = null, seed = 1e3, jitter = 1, limit = 7
              tags = [a, 1, true], steps { "1" = 2s, "0" = 500 }
              platforms { "tw.tv" { url = "rtmp://x" }, yt { url = y, retries = 0, runtime = embedded } }
              weights { a = 1 }
              mirrors = [ { url = m } ]
            }
            akka { anything = [goes], "here" { } }
            """).Get<Options.Server>();
        options.Http.ShouldBe(new Options.Http { Port = 9090, Compress = false });
        options.StallAfter.ShouldBe(TimeSpan.FromMilliseconds(2500));
        options.Buffer.ShouldBe(new ByteSize(64 << 20));
        options.Runtime.ShouldBe(Options.Flavour.LowLatency);
        options.Name.ShouldBe("42");
        options.Note.ShouldBeNull();
        options.Seed.ShouldBe(1000);
        options.Jitter.ShouldBe(1);
        options.Limit.ShouldBe(7);
        options.Tags.ShouldBe(["a", "1", "true"]);
        options.Steps.ShouldBe([TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)]);
        options.Platforms["tw.tv"].ShouldBe(new Options.Platform("rtmp://x"));
        options.Platforms["yt"].ShouldBe(new Options.Platform("y", 0, Options.Flavour.Embedded));
        options.Weights["a"].ShouldBe(1);
        options.Mirrors.ShouldBe([new Options.Platform("m")]);
    }

    [Fact]
    public void An_empty_configuration_is_all_defaults() =>
        Shape.Write(Read("").Get<Options.Server>()).ToString().ShouldBe(Shape.Write(new Options.Server()).ToString());

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_place_its_value_and_what_would_be_right()
    {
        var problems = Read(
            """
            streamactors {
              http { prot = 80, port = 70000, compress = maybe }
              stal-after = 10s
              stall-after = soon
              buffer = 32mb, runtime = embeded, name = [x], seed = 1.5, jitter = NaN, limit = ten
              tags = one, steps = [1s, x], platforms { yt { retries = 1, ulr = x } }, weights { a = b }, mirrors { "0" { url = [] } }
              name = null
              http = null
            }
            streamactor.http.port = 1
            whatever { deep = 1 }
            """).Problems.Select(problem => problem.ToString()).ToList();
        problems.ShouldBe(
            [
                "test.conf:10:1: streamactor is not a known key (value: '{ http { port = 1 } }'). Did you mean streamactors?",
                "test.conf:11:1: whatever is not a known key (value: '{ deep = 1 }').",
                "test.conf:8:10: streamactors.http is 'null'; expected a section in braces.",
                "test.conf:3:3: streamactors.stal-after is not a known key (value: '10s'). Did you mean streamactors.stall-after?",
                "test.conf:4:17: streamactors.stall-after is 'soon'; expected a duration such as 10s or 500ms.",
                "test.conf:5:12: streamactors.buffer is '32mb'; expected a size such as 512KiB or 32MB.",
                "test.conf:5:28: streamactors.runtime is 'embeded'; expected one of embedded, low-latency.",
                "test.conf:7:10: streamactors.name is 'null'; expected a text.",
                "test.conf:5:56: streamactors.seed is '1.5'; expected a whole number.",
                "test.conf:5:70: streamactors.jitter is 'NaN'; expected a number.",
                "test.conf:5:83: streamactors.limit is 'ten'; expected a whole number from -2147483648 to 2147483647.",
                "test.conf:6:10: streamactors.tags is 'one'; expected a list of values, each a text.",
                "test.conf:6:28: streamactors.steps.\"1\" is 'x'; expected a duration such as 10s or 500ms.",
                "test.conf:6:62: streamactors.platforms.yt.ulr is not a known key (value: 'x'). Did you mean "
                    + "streamactors.platforms.yt.url?",
                "test.conf:6:47: streamactors.platforms.yt.url is missing; expected a text.",
                "test.conf:6:89: streamactors.weights.a is 'b'; expected a whole number from -2147483648 to 2147483647.",
                "test.conf:6:116: streamactors.mirrors.\"0\".url is '[]'; expected a text.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_fault_in_a_section_is_told_key_by_key() =>
        Read("streamactors.http { prot = 80, port = 70000, compress = maybe }").Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "test.conf:1:21: streamactors.http.prot is not a known key (value: '80'). Did you mean streamactors.http.port?",
            "test.conf:1:39: streamactors.http.port is '70000'; expected a whole number from 0 to 65535.",
            "test.conf:1:57: streamactors.http.compress is 'maybe'; expected true or false.",
        ]);

    [Theory]
    [InlineData("streamactors.prot = 1", "streamactors.http.port")]
    [InlineData("streamactors.port = 1", "streamactors.http.port")]
    [InlineData("streamactors.htp.port = 1", "streamactors.http")]
    [InlineData("streamactors.stallAfter = 1", "streamactors.stall-after")]
    [InlineData("streamactors.Name = 1", "streamactors.name")]
    [InlineData("streamactors.tgas = 1", "streamactors.tags")]
    [InlineData("streamactors.quite-other = 1", null)]
    [InlineData("stremactors { name = x }", "streamactors")]
    [InlineData("aka { loglevel = DEBUG }", "akka")]
    public void An_unknown_key_is_told_with_the_nearest_known_one(string text, string? nearest) =>
        Read(text).Problems.ShouldHaveSingleItem().Nearest.ShouldBe(nearest);

    [Fact]
    public void Options_are_not_to_be_had_while_there_is_a_fault()
    {
        var reading = Read("streamactors { name = [], seed = x }");
        var refusal = Should.Throw<ConfigurationRefused>(reading.Get<Options.Server>);
        refusal.Problems.Count.ShouldBe(2);
        refusal.Message.ShouldBe(
            $"The configuration has 2 faults:{Environment.NewLine}" +
            $"  test.conf:1:23: streamactors.name is '[]'; expected a text.{Environment.NewLine}" +
            "  test.conf:1:34: streamactors.seed is 'x'; expected a whole number.");
    }

    [Fact]
    public void A_flood_of_faults_is_counted_and_the_first_hundred_are_told()
    {
        var reading = Read(string.Concat(Enumerable.Range(0, 20_000).Select(n => $"streamactors.unknown-key-number-{n} = 1\n")));
        reading.Problems.Count.ShouldBe(20_000);
        Should.Throw<ConfigurationRefused>(reading.OrRefuse).Message.ReplaceLineEndings("\n").Split('\n').Length.ShouldBe(102);
    }

    [Theory]
    [InlineData("streamactors.master-key = [hunter2]")]
    [InlineData("streamactors.mastr-key = hunter2")]
    [InlineData("streamactors.mater-kye = hunter2")]
    [InlineData("streamactors.seed = \"srt://me:hunter2@host\"")]
    [InlineData("streamactors.http = { password = hunter2 }, streamactors.http = \"password=hunter2\"")]
    [InlineData("streamactors.limit { passphrase = hunter2 }")]
    public void A_fault_never_shows_what_looks_like_a_secret(string text)
    {
        var problem = Read(text).Problems.ShouldHaveSingleItem();
        problem.Value.ShouldBe("(hidden)");
        problem.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_long_value_is_cut_to_one_line() =>
        Read($"streamactors.seed = \"{new string('x', 500)}\"").Problems.ShouldHaveSingleItem().Value.ShouldBe($"'{new string('x', 80)}…'");

    [Fact]
    public void What_must_be_set_is_missed_where_its_section_stands_or_would()
    {
        var shape = OptionsShape.Of<Options.Strict>("a.b");
        Strictly("a { b { from = 1 } }").ShouldBe("test.conf:1:7: a.b.data is missing; expected a text.");
        Strictly("").ShouldEndWith("a.b.data is missing; expected a text.");
        Strictly("a.b { data = x, from = -1 }")
            .ShouldBe("test.conf:1:5: a.b is '{ data = \"x\" from = -1 }'; expected a From of zero or more.");
        shape.Read(Reading.Bare.Object("a.b.data = x")).Get<Options.Strict>().Data.ShouldBe("x");

        string Strictly(string text) => shape.Read(Reading.Bare.Object(text)).Problems.ShouldHaveSingleItem().ToString();
    }

    [Fact]
    public void Several_records_may_be_bound_each_to_its_section()
    {
        var shape = OptionsShape.Of<Options.Http>("streamactors.http").And<Options.Strict>("streamactors.store").Leaving("akka.remote");
        var reading = shape.Read(Reading.Bare.Object("streamactors { http.port = 1, store.data = d }, akka.remote.x = 1"));
        reading.Get<Options.Http>().Port.ShouldBe((ushort)1);
        reading.Get<Options.Strict>().Data.ShouldBe("d");
        shape.Read(Reading.Bare.Object("streamactors { store.data = d, x = 1 }, akka.cluster = 1")).Problems.Select(problem => problem.Key)
            .ShouldBe(["streamactors.x", "akka.cluster"], ignoreOrder: true);
        Should.Throw<InvalidOperationException>(() => shape.And<Options.Server>("streamactors.http"));
        Should.Throw<InvalidOperationException>(() => shape.And<Options.Server>("streamactors.http.more"));
    }

    [Fact]
    public void Every_known_key_is_listed_with_what_it_wants_and_its_default()
    {
        var keys = Shape.KnownKeys.ToDictionary(key => key.ToString(), StringComparer.Ordinal);
        keys.Values.Where(key => !key.IsEntry).Select(key => key.ToString()).ShouldBe(
        [
            "streamactors.http.host", "streamactors.http.port", "streamactors.http.compress", "streamactors.stall-after",
            "streamactors.buffer",
            "streamactors.runtime", "streamactors.name", "streamactors.note", "streamactors.seed", "streamactors.jitter",
            "streamactors.limit",
            "streamactors.tags", "streamactors.steps", "streamactors.platforms", "streamactors.weights", "streamactors.mirrors",
            "streamactors.master-key",
        ]);
        keys.Values.Where(key => key.IsEntry).Select(key => key.ToString()).ShouldBe(
        [
            "streamactors.platforms.*.url", "streamactors.platforms.*.retries", "streamactors.platforms.*.runtime",
            "streamactors.weights.*",
            "streamactors.mirrors.*.url", "streamactors.mirrors.*.retries", "streamactors.mirrors.*.runtime",
        ]);
        keys["streamactors.stall-after"].Default.ShouldBe("\"10s\"");
        keys["streamactors.buffer"].Default.ShouldBe("\"32MiB\"");
        keys["streamactors.http.port"].Default.ShouldBe("8080");
        keys["streamactors.http.port"].Wanted.ShouldBe("a whole number from 0 to 65535");
        keys["streamactors.steps"].Default.ShouldBe("[\"1s\", \"1m\"]");
        keys["streamactors.note"].Default.ShouldBeNull();
        keys["streamactors.platforms"].Default.ShouldBe("{}");
        keys["streamactors.platforms.*.url"].IsRequired.ShouldBeTrue();
        keys["streamactors.platforms.*.retries"].Default.ShouldBe("3");
        keys["streamactors.platforms.*.runtime"].Default.ShouldBe("\"low-latency\"");
    }

    [Fact]
    public void A_record_written_as_hocon_reads_as_an_equal_record()
    {
        var options = new Options.Server
        {
            Http = new Options.Http { Host = "::1", Port = 1 },
            StallAfter = TimeSpan.FromTicks(15),
            Runtime = Options.Flavour.LowLatency,
            Note = "a \"note\"",
            Jitter = 1e-7,
            Limit = -3,
            Tags = ["a.b", ""],
            Platforms = new Dictionary<string, Options.Platform>(StringComparer.Ordinal) { ["tw.tv"] = new("u") },
            Mirrors = [new("m", 9)],
        };
        var written = Shape.Write(options).ToString();
        var read = Read($"streamactors {{\n{written}}}").Get<Options.Server>();
        Shape.Write(read).ToString().ShouldBe(written);
        read.Http.ShouldBe(options.Http);
        read.Tags.ShouldBe(options.Tags);
        read.Jitter.ShouldBe(options.Jitter);
        read.Platforms["tw.tv"].ShouldBe(options.Platforms["tw.tv"]);
    }

    [Theory]
    [InlineData("StallAfter", "stall-after")]
    [InlineData("HTTPPort", "http-port")]
    [InlineData("Ipv6Only", "ipv6-only")]
    [InlineData("Url", "url")]
    [InlineData("X", "x")]
    [InlineData("MaxBitrateKbps", "max-bitrate-kbps")]
    [InlineData("TlsURL", "tls-url")]
    public void Names_become_kebab_case(string name, string key) => KebabCase.Of(name).ShouldBe(key);

    [Theory]
    [InlineData("port", "port", 0)]
    [InlineData("prot", "port", 1)]
    [InlineData("prt", "port", 1)]
    [InlineData("ports", "port", 1)]
    [InlineData("part", "port", 1)]
    [InlineData("", "port", 4)]
    [InlineData("stall-after", "stallAfter", 2)]
    public void Distance_counts_slips_of_the_hand(string a, string b, int distance)
    {
        NearestName.Distance(a, b).ShouldBe(distance);
        NearestName.Distance(b, a).ShouldBe(distance);
    }

    private static OptionsReading Read(string text) => Shape.Read(
        new ConfigurationBuilder().AddHoconText(text, "test.conf", Reading.Bare.IncludeContext).Build());
}
