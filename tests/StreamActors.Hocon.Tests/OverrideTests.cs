using Microsoft.Extensions.Configuration;
using StreamActors.Hocon.Provider;
using StreamActors.Hocon.Shapes;

namespace StreamActors.Hocon.Tests;

/// <summary>Environment, command line and flat sources are checked like the file.</summary>
public sealed class OverrideTests
{
    private static OptionsShape Shape => OptionsShape.Of<Options.Server>("streamactors").Leaving("akka");

    [Fact]
    public void A_variable_overrides_the_file_and_an_option_overrides_the_variable()
    {
        var reading = Read(
            "streamactors { http.port = 1, name = file, stall-after = 1s }",
            new() { ["STREAMACTORS_HTTP_PORT"] = "2", ["STREAMACTORS_STALL_AFTER"] = "2s", ["PATH"] = "/bin" },
            "--http.port=3");
        var options = reading.Get<Options.Server>();
        options.Http.Port.ShouldBe((ushort)3);
        options.StallAfter.ShouldBe(TimeSpan.FromSeconds(2));
        options.Name.ShouldBe("file");
        reading.Tree.Find("streamactors.stall-after")!.Value.Origin.ToString().ShouldBe("environment variable STREAMACTORS_STALL_AFTER");
        reading.Tree.Find("streamactors.http.port")!.Value.Origin.ToString().ShouldBe("option --http.port");
    }

    [Theory]
    [InlineData("--http.port", "3")]
    [InlineData("--http.port=3")]
    [InlineData("--streamactors.http.port", "3")]
    [InlineData("--http.compress", "--http.port", "3")]
    public void An_option_is_written_in_full_or_within_its_section(params string[] arguments) =>
        Read("", [], arguments).Get<Options.Server>().Http.ShouldBe(new Options.Http { Port = 3 });

    [Fact]
    public void An_option_without_a_value_is_true() =>
        Read("streamactors.http.compress = off", [], "--http.compress").Get<Options.Server>().Http.Compress.ShouldBeTrue();

    [Fact]
    public void Faults_name_the_variable_or_the_option() =>
        Read(
            "streamactors.http.port = x",
            new() { ["STREAMACTORS_STALL_AFTER"] = "soon", ["STREAMACTORS_STAL_AFTER"] = "1s", ["STREAMACTORS_MASTER_KYE"] = "hunter2" },
            "--buffer=big", "--bufer", "1", "stray").Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "environment variable STREAMACTORS_MASTER_KYE: STREAMACTORS_MASTER_KYE is not a known key (value: (hidden)). Did you mean "
                + "STREAMACTORS_MASTER_KEY?",
            "environment variable STREAMACTORS_STAL_AFTER: STREAMACTORS_STAL_AFTER is not a known key (value: '1s'). Did you mean "
                + "STREAMACTORS_STALL_AFTER?",
            "option --bufer: --bufer is not a known key (value: '1'). Did you mean --buffer?",
            "option stray: stray is not a known key.",
            "test.conf:1:26: streamactors.http.port is 'x'; expected a whole number from 0 to 65535.",
            "environment variable STREAMACTORS_STALL_AFTER: streamactors.stall-after is 'soon'; expected a duration such as 10s or 500ms.",
            "option --buffer: streamactors.buffer is 'big'; expected a size such as 512KiB or 32MB.",
        ],
        ignoreOrder: true);

    [Fact]
    public void A_variable_that_the_file_itself_asks_for_is_not_unknown()
    {
        var environment =
            new Dictionary<string, string>(StringComparer.Ordinal) { ["STREAMACTORS_WHERE"] = "east", ["STREAMACTORS_OTHER"] = "launcher" };
        var builder = new ConfigurationBuilder()
            .AddHoconText("streamactors.name = ${?STREAMACTORS_WHERE}", "test.conf",
            new IncludeContext(environment.GetValueOrDefault, _ => null))
            .AddEnvironmentOf(Shape, environment, "STREAMACTORS_OTHER");
        Shape.Read(builder.Build()).Get<Options.Server>().Name.ShouldBe("east");
    }

    [Fact]
    public void A_fault_that_came_through_the_file_from_the_environment_names_both()
    {
        var world = Reading.Bare.With("STREAMACTORS_STALL", "soon").IncludeContext;
        var root = new ConfigurationBuilder().AddHoconText("streamactors.stall-after = ${?STREAMACTORS_STALL}", "test.conf", world).Build();
        Shape.Read(root).Problems.ShouldHaveSingleItem().Origin.ToString()
            .ShouldBe("test.conf:1:28 (from environment variable STREAMACTORS_STALL)");
    }

    [Theory]
    [InlineData("a,b", "a", "b")]
    [InlineData(" a , b ,", "a", "b")]
    [InlineData("[a, \"b,c\"]", "a", "b,c")]
    [InlineData("a")]
    [InlineData("")]
    public void A_list_in_a_variable_is_text_with_commas_or_in_brackets(string text, params string[] tags)
    {
        var expected = tags.Length == 0 && text.Length > 0 ? [text] : tags;
        Read("streamactors.tags = [x, y, z]", new() { ["STREAMACTORS_TAGS"] = text }).Get<Options.Server>().Tags.ShouldBe(expected);
        var world = Reading.Bare.With("TAGS", text).IncludeContext;
        Shape.Read(new ConfigurationBuilder().AddHoconText("streamactors.tags = ${TAGS}", "t", world).Build())
            .Get<Options.Server>().Tags.ShouldBe(expected);
    }

    [Theory]
    [InlineData("STREAMACTORS_TAGS", "[a")]
    [InlineData("STREAMACTORS_STEPS", "1s,x")]
    [InlineData("STREAMACTORS_WEIGHTS", "a=1")]
    [InlineData("STREAMACTORS_WEIGHTS", "{a=${PATH}}")]
    [InlineData("STREAMACTORS_TAGS", "[${PATH}]")]
    public void A_crooked_list_or_section_in_a_variable_is_a_fault(string name, string value) =>
        Read("", new() { [name] = value }).Problems.ShouldHaveSingleItem().Origin.ToString().ShouldBe($"environment variable {name}");

    [Fact]
    public void A_section_in_a_variable_is_hocon_in_braces() =>
        Read("", new() { ["STREAMACTORS_WEIGHTS"] = "{ a = 1, b = 2 }" }).Get<Options.Server>().Weights.Count.ShouldBe(2);

    [Fact]
    public void Flat_sources_of_any_sort_are_checked_in_the_sections_we_know()
    {
        var root = new ConfigurationBuilder()
            .AddHoconText("streamactors { http.port = 1, tags = [a, b], platforms.yt.url = u }", "test.conf")
            .AddInMemoryCollection(
            [
                new("STREAMACTORS:HTTP:PORT", "2"), new("streamactors:tags:1", "c"), new("Streamactors:Platforms:yt:Retries", "5"),
                new("streamactors:note", null), new("somebody:elses", "1"), new("akka:loglevel", "DEBUG"),
            ])
            .Build();
        var reading = Shape.Read(root);
        var options = reading.Get<Options.Server>();
        options.Http.Port.ShouldBe((ushort)2);
        options.Tags.ShouldBe(["a", "c"]);
        options.Platforms["yt"].ShouldBe(new Options.Platform("u", 5));
        reading.Tree.Find("akka")!.Value.ToString().ShouldBe("loglevel = \"DEBUG\"\n");
        reading.Tree.Find("somebody").ShouldBeNull();
    }

    [Fact]
    public void A_fault_in_a_flat_source_names_the_source_and_the_key()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection([new("streamactors:http:prot", "2"), new("streamactors:seed", "x")])
            .Build();
        Shape.Read(root).Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "MemoryConfigurationProvider, key streamactors:http:prot: streamactors.http.prot is not a known key (value: '2'). Did you "
                + "mean streamactors.http.port?",
            "MemoryConfigurationProvider, key streamactors:seed: streamactors.seed is 'x'; expected a whole number.",
        ],
        ignoreOrder: true);
    }

    [Fact]
    public void Of_two_files_the_later_merges_over_the_earlier_and_a_list_replaces_a_list()
    {
        var root = new ConfigurationBuilder()
            .AddHoconText("streamactors { http { host = h, port = 1 }, tags = [a, b, c] }", "one")
            .AddHoconText("streamactors { http.port = 2, tags = [z] }", "two")
            .Build();
        var options = Shape.Read(root).Get<Options.Server>();
        options.Http.ShouldBe(new Options.Http { Host = "h", Port = 2 });
        options.Tags.ShouldBe(["z"]);
    }

    [Fact]
    public void Two_keys_that_would_share_a_variable_are_a_mistake_of_ours() =>
        Should.Throw<InvalidOperationException>(() =>
            new ConfigurationBuilder().AddEnvironmentOf(OptionsShape.Of<Options.Http>("a.b").And<Options.Strict>("a-b").And<Twin>("a"),
            new Dictionary<string, string>()).Build());

    public sealed record Twin
    {
        public int BFrom { get; init; }
    }

    private static OptionsReading Read(string text, Dictionary<string, string> environment, params string[] arguments) => Shape.Read(
        new ConfigurationBuilder()
            .AddHoconText(text, "test.conf", new IncludeContext(environment.GetValueOrDefault, _ => null))
            .AddEnvironmentOf(Shape, environment)
            .AddCommandLineOf(Shape, arguments)
            .Build());
}
