namespace StreamActors.Runtime.Tests;

public sealed class TelemetrySpecs
{
    [Fact]
    public async Task Every_node_knows_the_current_figures_of_all_and_those_of_a_node_vanish_with_it()
    {
        await using var pair = new Pair(await SqlStore.Sqlite());
        var a = await pair.Add("a");
        for (var i = 0; i < 1200; i++) // more than one message holds
            a.Runtime.Telemetry.Publish("bitrate", $"output-{i}", (double)i);
        a.Runtime.Telemetry.Publish("bitrate", "gone-again", 1d);
        a.Runtime.Telemetry.Publish("bitrate", "gone-again", null);
        a.Runtime.Telemetry.Publish("other", "output-0", 99d);

        var b = await pair.Add("b", a);
        var seen = new Dictionary<(string, string), object?>();
        using var over = new CancellationTokenSource(Patience.Limit);
        var figures = b.Runtime.Telemetry.Watch("bitrate", over.Token).GetAsyncEnumerator(over.Token);
        await Until(() => seen.Count == 1200);
        seen[("a", "output-1199")].ShouldBe(1199d);
        seen.ShouldNotContainKey(("a", "gone-again"));

        a.Runtime.Telemetry.Publish("bitrate", "output-7", 7000d);
        b.Runtime.Telemetry.Publish("bitrate", "mine", true);
        await Until(() => seen.GetValueOrDefault(("a", "output-7")) is 7000d && seen.GetValueOrDefault(("b", "mine")) is true);

        await a.Kill();
        await Until(() => seen.Count == 1);
        seen.Keys.ShouldHaveSingleItem().ShouldBe(("b", "mine"));

        async Task Until(Func<bool> condition)
        {
            while (!condition())
            {
                (await figures.MoveNextAsync()).ShouldBeTrue();
                if (figures.Current.Value is null)
                    seen.Remove((figures.Current.Node, figures.Current.Key));
                else
                    seen[(figures.Current.Node, figures.Current.Key)] = figures.Current.Value;
            }
        }
    }

    [Fact]
    public async Task A_figure_that_no_other_node_could_read_is_refused_where_it_is_published()
    {
        await using var pair = new Pair(await SqlStore.Sqlite());
        var a = await pair.Add("a");
        Should.Throw<InvalidOperationException>(() => a.Runtime.Telemetry.Publish("bitrate", "one", new Uri("udp://here")));
    }
}
