using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.MediaMtx;

public sealed class RouterSpecs : IDisposable, ITelemetry
{
    private readonly MediaMtxApi _api = new();
    private readonly ConcurrentDictionary<string, bool> _routed = new(StringComparer.Ordinal);
    private readonly SkippingClock _clock = new();
    private readonly Lock _turning = new();
    private MediaMtxRouter _router;
    private bool _isOver;
    private volatile RouterHealth? _health;

    public RouterSpecs()
    {
        _router = New();
        _ = Turn();
    }

    public void Dispose()
    {
        lock (_turning)
        {
            _isOver = true;
            _router.Dispose();
        }
        _api.Dispose();
    }

    [Fact]
    public async Task A_wanted_path_is_added_once_and_never_touched_again()
    {
        Want("cam");
        await Rounds();
        _api.Changes.Single().ShouldBe("POST add streamactors/cam "
            + """{"source":"srt://u:p@10.0.0.1:9000","sourceOnDemand":false,"rtspTransport":"automatic","srtPublishPassphrase":""}""");
        await Rounds(3);
        Want("cam");
        await Rounds();
        _api.Changes.Count.ShouldBe(1);
        _api.Recreated.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_field_that_changed_is_sent()
    {
        Want("cam");
        await Rounds();
        Want("cam", "srt://10.0.0.2:9000");
        await Rounds(2);
        _api.Changes.Skip(1).Single().ShouldBe("""PATCH patch streamactors/cam {"source":"srt://10.0.0.2:9000"}""");
        _api.Recreated.Single().ShouldBe("streamactors/cam");
    }

    [Fact]
    public async Task A_source_that_is_listed_without_its_credentials_is_not_sent_again()
    {
        _api.Listed = (name, value) => name == "source" ? "<redacted>" : value?.DeepClone();
        Want("cam");
        await Rounds(3);
        _api.Changes.Count.ShouldBe(1);
        _api.Recreated.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_somebody_else_changes_of_it_is_changed_back_and_his_own_fields_are_left()
    {
        Want("cam");
        await Rounds();
        _api.Put("streamactors/cam", new JsonObject { ["source"] = "publisher", ["record"] = true });
        await Rounds();
        _api.Paths["streamactors/cam"]["record"]!.GetValue<bool>().ShouldBeTrue();
        _api.Changes.Last().ShouldBe("""PATCH patch streamactors/cam {"source":"srt://u:p@10.0.0.1:9000"}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restart_the_paths_are_applied_again_at_once(bool tellsItsStart)
    {
        _api.TellsItsStart = tellsItsStart;
        for (var n = 0; n < 150; n++) // two pages
            Want($"cam-{n}");
        await Rounds();
        var before = _health!.Restarts;
        _api.Changes.Clear();
        _api.Restart();
        await Rounds();
        _api.Changes.Count.ShouldBe(150);
        _health.Restarts.ShouldBe(before + 1);
        _health.Paths.ShouldBe(150);
        await Rounds(2);
        _api.Changes.Count.ShouldBe(150);
        (await _router.Explain("cam-1", before, DriverEnd.Wanted).WaitAsync(Eventually.Timeout)).Text.ShouldContain("was restarted");
    }

    [Fact]
    public async Task Paths_of_others_are_never_touched_and_those_that_nobody_wants_are_deleted()
    {
        _api.OfItsFile["lobby"] = new JsonObject { ["source"] = "rtsp://lobby/1" };
        _api.OfItsFile["~^live"] = [];
        _api.OfItsFile["streamactors-too"] = [];
        _api.Restart();
        _api.Put("streamactors/crashed", []);
        _api.Put("streamactors/of-another-node", []);
        _routed["of-another-node"] = true;
        Want("cam");
        await Rounds(3);
        _api.Paths.Keys.ShouldContain("streamactors/crashed"); // the catalogue may be behind another node
        _clock.Skip(TimeSpan.FromSeconds(31));
        await Rounds();
        _clock.Skip(TimeSpan.FromSeconds(31));
        await Rounds();
        _api.Paths.Keys.Order(StringComparer.Ordinal).ShouldBe(
            ["lobby", "streamactors-too", "streamactors/cam", "streamactors/of-another-node", "~^live"]);
        _routed["cam"] = false;
        _router.Leave("cam");
        await Rounds();
        _api.Paths.Keys.ShouldNotContain("streamactors/cam");
        _api.Changes.ShouldAllBe(c => c.Contains(" streamactors/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_path_of_an_input_that_moves_to_another_node_stays()
    {
        Want("cam");
        await Rounds();
        _router.Leave("cam");
        _clock.Skip(TimeSpan.FromSeconds(31));
        await Rounds(2);
        _api.Changes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_MediaMTX_refuses_is_said_in_its_words_without_the_secrets()
    {
        Want("cam", "gopher://u:p4ssw0rd@h", new Secret("p4ssw0rd"));
        var refused = await Should.ThrowAsync<NotStartedException>(Ready);
        refused.End.Class.ShouldBe(ErrorClass.BadUrl);
        refused.Message.ShouldBe("MediaMTX refuses the path streamactors/cam (add): invalid source: 'gopher://***@h'");
        Want("other");
        _api.Media("streamactors/other", "srtSource");
        await Ready("other"); // one that is refused holds no other up
    }

    [Theory]
    [InlineData("401", ErrorClass.RefusedAuth, "refuses the credentials (401). Set media.mediamtx.user")]
    [InlineData("garbage", ErrorClass.Network, "Is media.mediamtx.api the address of its control API?")]
    [InlineData("list", ErrorClass.Network, "Is media.mediamtx.api the address of its control API?")]
    [InlineData("500", ErrorClass.Network, "fails (500): disk is full")]
    [InlineData("302", ErrorClass.Network, "fails (302)")]
    [InlineData("dropped", ErrorClass.Network, "is not reachable")]
    [InlineData("gone", ErrorClass.Network, "is not reachable")]
    [InlineData("slow", ErrorClass.Network, "does not answer within 5 s")]
    public async Task An_API_that_cannot_be_used_is_said_and_recovers(string how, ErrorClass type, string said)
    {
        Want("cam");
        _api.Media("streamactors/cam", "srtSource");
        if (how == "401")
            _api.Credentials = "ann:else";
        else if (how == "gone")
            _api.Stop();
        else
            _api.Instead = context => Misbehave(context, how);
        var refused = await Should.ThrowAsync<NotStartedException>(Ready);
        refused.End.Class.ShouldBe(type);
        refused.Message.ShouldContain(said);
        _health!.Up.ShouldBeFalse();
        _health.Fault.ShouldBe(refused.Message);

        (_api.Credentials, _api.Instead) = (null, null);
        if (how == "gone")
            _api.Start();
        await Ready();
        _health!.Up.ShouldBeTrue();
        // A path that was applied is read on while the API is away.
        _api.Stop();
        await Ready();
        _health!.Up.ShouldBeFalse();
        _api.Changes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Its_user_and_password_are_sent_and_are_part_of_the_stream_id()
    {
        _api.Credentials = "ann:correct-horse";
        lock (_turning)
        {
            _router.Dispose();
            _router = New("ann", new Secret("correct-horse"));
        }
        Want("cam");
        await Rounds();
        _health!.Up.ShouldBeTrue();
        _router.StreamIdOf("streamactors/cam").Reveal().ShouldBe("#!::m=request,r=streamactors/cam,u=ann,s=correct-horse");
        _router.ReadAt.ToString().ShouldBe("127.0.0.1:8890");
    }

    [Fact]
    public async Task The_figures_of_a_path_are_those_of_the_API()
    {
        Want("cam");
        await Rounds();
        _router.WhyEmpty("cam").ShouldBe("MediaMTX receives nothing on the path streamactors/cam: nobody publishes to it, or its source is "
            + "not connected.");
        _api.Media("streamactors/cam", "srtConn", readers: 2);
        _api.Connection("srtconns", "streamactors/cam", "publish", "10.0.0.9:5000");
        _api.Connection("srtconns", "lobby", "publish", "10.0.0.8:5000");
        _api.Connection("rtmpconns", "streamactors/cam", "read", "10.0.0.7:5000");
        await Rounds();
        var figures = _router.FiguresOf("cam");
        (figures with { Connections = [] }).ShouldBe(
            new RouterFigures("streamactors/cam", true, "srtConn", 2, 1_000_000, 2_000_000, []));
        figures.Connections.ShouldBe(["srtconn publish 10.0.0.9:5000", "rtmpconn read 10.0.0.7:5000"]);
        (_health!.Version, _health.Paths, _health.Ready).ShouldBe(("v1.17.0", 1, 1));
        _router.WhyEmpty("cam").ShouldBeNull();
    }

    void ITelemetry.Publish(string topic, string key, object? value) => _health = (RouterHealth?)value;

    IAsyncEnumerable<Figure> ITelemetry.Watch(string topic, CancellationToken stop) => throw new NotSupportedException();

    private static async Task<bool> Misbehave(HttpListenerContext context, string how)
    {
        var answer = context.Response;
        switch (how)
        {
            case "slow":
                return true;
            case "dropped":
                answer.ContentLength64 = 1000;
                await answer.OutputStream.WriteAsync("{"u8.ToArray());
                answer.Abort();
                return true;
            case "302":
                answer.Redirect("http://127.0.0.1:1/v3/info");
                answer.Close();
                return true;
        }
        answer.StatusCode = how == "500" ? 500 : 200;
        await answer.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(how switch
        {
            "500" => """{"status":"error","error":"disk is full"}""",
            "list" => "[1,2]",
            _ => "<html>It works!</html>",
        }));
        answer.Close();
        return true;
    }

    private MediaMtxRouter New(string user = "", Secret? password = null) => new(
        new MediaMtxOptions { Api = _api.Url, User = user, Poll = TimeSpan.FromMilliseconds(1) }, password,
        input => _routed.GetValueOrDefault(input), this, "here", _clock, NullLogger.Instance);

    private void Want(string input, string source = "srt://u:p@10.0.0.1:9000", params Secret[] secrets)
    {
        _routed[input] = true;
        _router.Want(input, new WantedPath(new JsonObject
        {
            ["source"] = source, ["sourceOnDemand"] = false, ["rtspTransport"] = "automatic", ["srtPublishPassphrase"] = "",
        }, secrets));
    }

    private Task Ready() => Ready("cam");

    private Task Ready(string input) => _router.Ready(input, CancellationToken.None).WaitAsync(Eventually.Timeout);

    /// <summary>So many comparisons that begin after now.</summary>
    private async Task Rounds(int count = 1)
    {
        for (var n = 0; n < count; n++)
            await _router.Explain("", int.MaxValue, DriverEnd.Wanted).WaitAsync(Eventually.Timeout);
    }

    /// <summary>The checks of a node.</summary>
    private async Task Turn()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await timer.WaitForNextTickAsync())
        {
            lock (_turning)
            {
                if (_isOver)
                    return;
                _router.Check();
            }
        }
    }

    private sealed class SkippingClock : TimeProvider
    {
        private long _skipped;

        public void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _skipped);
    }
}
