using Microsoft.Extensions.Configuration;
using StreamActors.Hocon.Provider;

namespace StreamActors.Hocon.Tests;

public sealed class ProviderTests
{
    [Fact]
    public void A_hocon_file_is_configuration_with_colons_and_indices()
    {
        var configuration =
            Built("streamactors { http.port = 8080, tags = [a, { x = 1 }], on = yes, none = null, \"a.b\" = dotted, nothing = [], empty {} }");
        configuration["streamactors:http:port"].ShouldBe("8080");
        configuration["STREAMACTORS:Http:Port"].ShouldBe("8080");
        configuration["streamactors:tags:0"].ShouldBe("a");
        configuration["streamactors:tags:1:x"].ShouldBe("1");
        configuration["streamactors:on"].ShouldBe("yes");
        configuration["streamactors:none"].ShouldBeNull();
        configuration["streamactors:a.b"].ShouldBe("dotted");
        configuration["streamactors:nothing"].ShouldBe("");
        configuration["streamactors:empty"].ShouldBeNull();
        configuration.GetSection("streamactors").GetChildren().Select(child => child.Key)
            .ShouldBe(["http", "tags", "on", "none", "a.b", "nothing", "empty"], ignoreOrder: true);
    }

    [Fact]
    public void Every_key_can_be_asked_where_it_was_written()
    {
        var configuration = Built("streamactors {\n  http.port = 8080\n  tags = [a,\n b]\n}");
        configuration.OriginOf("streamactors:http:port").ShouldBe(ValueOrigin.At("test.conf", 2, 15));
        configuration.OriginOf("Streamactors:Tags:1").ShouldBe(ValueOrigin.At("test.conf", 4, 2));
        configuration.OriginOf("streamactors:tags").ShouldBe(ValueOrigin.At("test.conf", 3, 10));
        configuration.OriginOf("streamactors:no").ShouldBeNull();
    }

    [Fact]
    public void The_origin_is_that_of_the_source_with_the_last_word()
    {
        var below = new ConfigurationBuilder().AddHoconText("a = 1, b = 1", "one").AddHoconText("a = 2", "two");
        below.Build().OriginOf("a").ShouldBe(ValueOrigin.At("two", 1, 5));
        below.Build().OriginOf("b").ShouldBe(ValueOrigin.At("one", 1, 12));
        below.AddInMemoryCollection([new("a", "3")]).Build().OriginOf("a").ShouldBeNull();
    }

    [Fact]
    public void A_missing_file_stops_the_start_unless_it_is_optional()
    {
        var nowhere = Reading.Bare.IncludeContext;
        new ConfigurationBuilder().AddHocon("/no.conf", optional: true, nowhere).Build().GetChildren().ShouldBeEmpty();
        Should.Throw<HoconException>(() => new ConfigurationBuilder().AddHocon("/no.conf", optional: false, nowhere).Build());
        var there = Reading.Bare.File("/yes.conf", "a = 1").IncludeContext;
        new ConfigurationBuilder().AddHocon("/yes.conf", optional: true, there).Build()["a"].ShouldBe("1");
    }

    [Theory]
    [InlineData("a = 1, A = 2", "upper and lower case")]
    [InlineData("x { b = 1, B { c = 2 } }", "upper and lower case")]
    [InlineData("\"a:b\" = 1, a { b = 2 }", "colon")]
    [InlineData("[1]", "not a list")]
    public void Keys_that_would_fall_together_are_refused_rather_than_one_lost(string text, string words) =>
        Should.Throw<HoconException>(() => Built(text)).Sentence.ShouldContain(words);

    private static IConfigurationRoot Built(string text) =>
        new ConfigurationBuilder().AddHoconText(text, "test.conf", Reading.Bare.IncludeContext).Build();
}
