using System.Collections.Immutable;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Alerts;

public sealed class ChannelSpecs
{
    private static readonly ChannelConfig Hook =
        new("Night desk", ChannelType.Webhook, true) { Url = "https://hooks.example/sa", Secrets = Sealed("signing") };
    private static readonly ChannelConfig Mail = new("Mail", ChannelType.Email, true) { Url = "smtps://mail.example",
        From = "sa@example.org", To = ["ann@example.org"], User = "sa", Secrets = Sealed("password") };
    private static readonly ChannelConfig Slack = new("Slack", ChannelType.Slack, true) { Secrets = Sealed("url") };

    private static Scenario Channel(params IReadOnlyList<Happening> given) => new(ChannelKind.Kind, new ChannelId("desk").EntityId, given);

    private static ImmutableSortedDictionary<string, SealedSecret> Sealed(params string[] names) =>
        names.ToImmutableSortedDictionary(n => n, n => new SealedSecret(Guid.Empty, n), StringComparer.Ordinal);

    [Fact]
    public void A_channel_is_created_edited_and_removed()
    {
        foreach (var config in new[] { Hook, Mail, Slack })
            Channel().When(new CreateChannel(config)).Then(new ChannelCreated(config));
        Channel(new ChannelCreated(Hook)).When(new EditChannel(Hook with { On = false })).Then(new ChannelEdited(Hook with { On = false }));
        Channel(new ChannelCreated(Hook)).When(new CreateChannel(Mail)).ThenRefused("exists");
        Channel(new ChannelCreated(Hook)).When(new RemoveChannel()).Then(new ChannelRemoved(Hook));
        Channel().When(new EditChannel(Hook)).ThenRefused("not-found");
    }

    [Theory]
    [InlineData("ftp://hooks.example/")]
    [InlineData("https://user:pw@hooks.example/")]
    [InlineData("https://hooks.example/?token=abc")]
    [InlineData("file:///etc/passwd")]
    [InlineData("hooks.example")]
    public void A_webhook_goes_over_http_and_shows_no_token(string url) => Faults(Hook with { Url = url }).ShouldBe(["url"]);

    [Fact]
    public void A_webhook_is_signed_and_has_one_url() =>
        Faults(Hook with { Secrets = Sealed("url", "password"), To = ["a@b"] })
        .ShouldBe(["secrets.password", "url", "secrets.signing", "to"]);

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("a secret that both sides know", true)]
    [InlineData("too short", false)]
    [InlineData("whsec_dG9vIHNob3J0", false)]
    [InlineData("whsec_this is no base64, though long enough", false)]
    public void A_signing_secret_is_that_of_Standard_Webhooks_or_of_the_older_form(string secret, bool taken) =>
        (ChannelCheck.CheckSecret("signing", new Secret(secret)) is null).ShouldBe(taken);

    [Fact]
    public void A_slack_url_is_a_secret() =>
    Faults(Slack with { Url = "https://hooks.slack.example/T/B/x", Secrets = Sealed() }).ShouldBe(["url"]);

    [Theory]
    [InlineData("ann@example.org\r\nBcc: all@example.org")]
    [InlineData("Ann <ann@example.org>")]
    [InlineData("ann")]
    public void No_header_can_be_put_into_a_mail_by_an_address(string address) => Faults(Mail with { To = [address] }).ShouldBe(["to"]);

    [Fact]
    public void A_password_goes_over_TLS_only_and_never_alone()
    {
        Faults(Mail with { Plain = true, Url = "smtp://mail.example" }).ShouldBe(["plain"]);
        Faults(Mail with { User = null }).ShouldBe(["user"]);
        Faults(Mail with { Secrets = Sealed() }).ShouldBe(["secrets.password"]);
        Faults(Mail with { Url = "https://mail.example", From = "x", To = [] }).ShouldBe(["url", "from", "to"]);
    }

    private static IEnumerable<string> Faults(ChannelConfig config) =>
        Channel().When(new CreateChannel(config)).ThenRefused("invalid").Fields.Select(f => f.Field);
}
