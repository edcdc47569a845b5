namespace StreamActors.Http.Tests.Metrics;

public sealed class PrometheusTextSpecs
{
    [Fact]
    public void A_label_or_a_help_text_makes_no_line_and_no_label_of_its_own() =>
        new PrometheusText().Gauge("up", "a\\b\n# c", 1, ("owner", "x\"} 2\nfalse{a=\"\\")).ToString()
            .ShouldBe("# HELP up a\\\\b\\n# c\n# TYPE up gauge\nup{owner=\"x\\\"} 2\\nfalse{a=\\\"\\\\\"} 1\n");
}
