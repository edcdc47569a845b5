using System.Globalization;
using System.Net;
using System.Text.Json;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;
using static StreamActors.Control.Tests.AlertScenes;

namespace StreamActors.Control.Tests;

/// <summary>The requests that webhooks and Slack channels receive.</summary>
public sealed class SendSpecs : IDisposable
{
    private static readonly Notice Two = new("0123", Start, [
        new NoticeItem("parked~output~yt", true, AlertSeverity.Critical, "output/yt is parked. <!channel> & more.", Start),
        new NoticeItem("stalled~input~cam", false, AlertSeverity.Warning, "input/cam is stalled.", Start, Why: "input/cam has recovered."),
    ]);

    private readonly HookReceiver _receiver = new();
    private readonly PlainVault _secrets = new();
    private readonly NoticeSenders _noticeSenders;

    public SendSpecs() => _noticeSenders = new NoticeSenders(new GuardedConnections(
        (host, _, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(host)])), _secrets, "studio-1",
        new DeliveryPolicy { Timeout = TimeSpan.FromSeconds(5) }, TimeProvider.System);

    [Fact]
    public async Task A_webhook_is_signed_as_Standard_Webhooks_has_it()
    {
        var secret = "whsec_" + Convert.ToBase64String("a key of thirty-two bytes, no less"u8);
        (await Send(Webhook(_receiver.Url, secret), Two)).ShouldBeNull();
        var hook = _receiver.Received.ShouldHaveSingleItem();
        hook.IsSignedWith(secret).ShouldBeTrue();
        hook.IsSignedWith("whsec_" + Convert.ToBase64String("another key of thirty-two bytes..."u8)).ShouldBeFalse();
        hook.Headers["webhook-id"].ShouldBe("0123");
        var body = JsonDocument.Parse(hook.Body).RootElement;
        (body.GetProperty("id").GetString(), body.GetProperty("status").GetString(), body.GetProperty("test").GetBoolean(),
            body.GetProperty("server").GetString()).ShouldBe(("0123", "firing", false, "studio-1"));
        body.GetProperty("alerts").EnumerateArray()
            .Select(a => $"{a.GetProperty("state").GetString()} {a.GetProperty("rule").GetString()} {a.GetProperty("subject").GetString()}")
            .ShouldBe(["firing parked output/yt", "resolved stalled input/cam"]);
    }

    [Fact]
    public async Task A_channel_with_a_secret_of_the_older_form_sends_the_older_headers_too()
    {
        (await Send(Webhook(_receiver.Url, "a key both sides know"), Two)).ShouldBeNull();
        var hook = _receiver.Received.ShouldHaveSingleItem();
        hook.IsSignedWith("a key both sides know").ShouldBeTrue();
        hook.IsSignedWith("another key of that kind").ShouldBeFalse();
        (hook.Headers["webhook-id"], hook.Headers["X-StreamActors-Notice"]).ShouldBe(("0123", "0123"));
    }

    [Theory]
    [InlineData(503, false)]
    [InlineData(429, false)]
    [InlineData(404, true)]
    [InlineData(302, true)]
    public async Task What_the_other_side_answers_says_whether_it_is_tried_again(int status, bool final)
    {
        _receiver.Answers.Enqueue(status);
        var fault = (await Send(Webhook(_receiver.Url), Two)).ShouldNotBeNull();
        fault.IsFinal.ShouldBe(final);
        fault.Says.ShouldContain(status.ToString(CultureInfo.InvariantCulture));
        _receiver.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_there_and_nobody_who_answers_are_faults_in_words_that_hold_no_secret()
    {
        var nobody = await Send(Webhook($"http://127.0.0.1:{Ports.Tcp()}/"), Two);
        nobody.ShouldNotBeNull().ShouldSatisfyAllConditions(f => f.IsFinal.ShouldBeFalse(), f => f.Says.ShouldContain("refused"));
        var refused =
            new NoticeSenders(
            new GuardedConnections((host, _, _) => throw new SendRefusedException($"{host} is this machine itself.", isFinal: true)),
            _secrets, "studio-1", new DeliveryPolicy(), TimeProvider.System);
        (await refused.Send(Slack("http://127.0.0.1/canary-token"), Two, CancellationToken.None))
            .ShouldBe(new SendFault("127.0.0.1 is this machine itself.", true));
    }

    [Fact]
    public async Task Slack_gets_a_text_and_blocks_in_which_nothing_means_more_than_it_says()
    {
        (await Send(Slack(_receiver.Url), Two)).ShouldBeNull();
        var hook = _receiver.Received.ShouldHaveSingleItem();
        hook.Headers.Keys.ShouldNotContain(k => k.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        var body = JsonDocument.Parse(hook.Body).RootElement;
        body.GetProperty("text").GetString().ShouldBe("1 alert fires, 1 is resolved");
        body.GetProperty("blocks")[0].GetProperty("type").GetString().ShouldBe("section");
        body.GetProperty("blocks")[1].GetProperty("text").GetProperty("text").GetString()!.ShouldContain("&lt;!channel&gt; &amp; more");
    }

    [Fact]
    public void Slack_takes_also_what_three_hundred_say()
    {
        var many = new Notice("n", Start, [.. Enumerable.Range(0, 300).Select(
            n => new NoticeItem($"parked~output~o{n}", true, AlertSeverity.Critical, new string('x', 600), Start))]);
        var body = JsonDocument.Parse(SlackMessage.Of(many, "studio-1")).RootElement;
        body.GetProperty("blocks").GetArrayLength().ShouldBeLessThan(50);
        body.GetProperty("blocks").EnumerateArray().Where(b => b.TryGetProperty("text", out _))
            .ShouldAllBe(b => b.GetProperty("text").GetProperty("text").GetString()!.Length <= 3000);
        body.GetProperty("blocks").GetRawText().ShouldContain("and 280 more");
    }

    [Fact]
    public async Task A_test_says_that_it_is_one()
    {
        (await _noticeSenders.Test(Webhook(_receiver.Url), CancellationToken.None)).ShouldBeNull();
        JsonDocument.Parse(_receiver.Received.ShouldHaveSingleItem().Body).RootElement.GetProperty("test").GetBoolean().ShouldBeTrue();
    }

    public void Dispose()
    {
        _noticeSenders.Dispose();
        _receiver.Dispose();
    }

    private Task<SendFault?> Send(ChannelConfig channel, Notice notice) => _noticeSenders.Send(channel, notice, CancellationToken.None);

    private ChannelConfig Webhook(string url, string secret = "a key both sides know") =>
        Desk with { Url = url, Secrets = _secrets.Sealed(("signing", secret)) };

    private ChannelConfig Slack(string url) => new("Slack", ChannelType.Slack, true) { Secrets = _secrets.Sealed(("url", url)) };
}
