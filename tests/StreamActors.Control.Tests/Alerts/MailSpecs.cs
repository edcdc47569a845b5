using System.Net;
using System.Text;
using StreamActors.Domain.Alerts;
using static StreamActors.Control.Tests.AlertScenes;

namespace StreamActors.Control.Tests;

/// <summary>Mail, against a small real server.</summary>
public sealed class MailSpecs
{
    private static readonly Notice One =
        new("0123", Start, [new NoticeItem("parked~output~yt", true, AlertSeverity.Critical,
        "output/yt is parked: »nein«.\r\nBcc: all@example.org\r\n.\r\nThe end.", Start)]);

    private readonly PlainVault _secrets = new();

    [Fact]
    public async Task After_STARTTLS_it_logs_in_and_the_mail_is_taken()
    {
        using var server = new MailServer(tlsFirst: false, "STARTTLS", "AUTH PLAIN LOGIN", "8BITMIME");
        (await Send(Channel(server) with { User = "sa", Secrets = _secrets.Sealed(("password", "pw")) }, trust: true)).ShouldBeNull();
        server.Heard.ShouldBe([
            "EHLO studio-1", "STARTTLS", "*EHLO studio-1", $"*AUTH PLAIN {Convert.ToBase64String("\0sa\0pw"u8)}",
            "*MAIL FROM:<sa@example.org>", "*RCPT TO:<ann@example.org>", "*RCPT TO:<bob@example.org>", "*DATA", "*QUIT",
        ]);
        var (head, body) = Split(server.Mails.ShouldHaveSingleItem());
        head.ShouldContain("To: ann@example.org, bob@example.org");
        head.ShouldContain("Message-ID: <0123@example.org>");
        head.ShouldContain("Date: Fri, 02 Jan 2026 03:04:05 +0000");
        head.Split("\r\n")
            .ShouldNotContain(l => l.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase), "what a summary holds becomes no header");
        body.ShouldContain("output/yt is parked: »nein«.");
        body.ShouldEndWith("2026-01-02 03:04:05 UTC\n");
    }

    [Fact]
    public async Task Over_TLS_from_the_start_and_by_the_other_way_to_log_in()
    {
        using var server = new MailServer(tlsFirst: true, "AUTH LOGIN");
        (await Send(Channel(server) with { User = "sa", Secrets = _secrets.Sealed(("password", "pw")) }, trust: true)).ShouldBeNull();
        server.Heard.ShouldContain("user sa");
        server.Heard.ShouldContain("password pw");
        server.Heard.ShouldAllBe(
            l => l.StartsWith('*') || l.StartsWith("user", StringComparison.Ordinal) || l.StartsWith("password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_said_in_clear_unless_it_was_allowed()
    {
        using var server = new MailServer();
        var fault = (await Send(Channel(server))).ShouldNotBeNull();
        fault.IsFinal.ShouldBeTrue();
        fault.Says.ShouldContain("no STARTTLS");
        server.Mails.ShouldBeEmpty();
        (await Send(Channel(server) with { Plain = true })).ShouldBeNull();
        server.Mails.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var server = new MailServer(tlsFirst: false, "STARTTLS");
        (await Send(Channel(server))).ShouldNotBeNull().Says.ShouldContain("certificate");
        server.Mails.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("RCPT", "550 no such user", true, "ann@example.org, bob@example.org: ")]
    [InlineData("MAIL", "451 greylisted, come again", false, "")]
    public async Task What_the_server_says_is_told_and_says_whether_it_is_tried_again(string at, string answer, bool final, string whom)
    {
        using var server = new MailServer();
        server.Refusals[at] = answer;
        (await Send(Channel(server) with { Plain = true })).ShouldBe(new SendFault($"{whom}The mail server answered: {answer}", final));
    }

    [Fact]
    public async Task A_refused_recipient_does_not_affect_the_others()
    {
        using var server = new MailServer();
        server.Refusals["RCPT TO:<ann"] = "550 no such user";
        var fault = (await Send(Channel(server) with { Plain = true })).ShouldNotBeNull();
        fault.Says.ShouldBe("Sent, but not to ann@example.org (The mail server answered: 550 no such user).");
        fault.IsFinal.ShouldBeTrue();
        fault.Refused.ShouldBe(["ann@example.org"]);
        fault.RetryRecipients.ShouldBeEmpty();
        server.Mails.ShouldHaveSingleItem().ShouldContain("Message-Id: <0123@example.org>", Case.Insensitive);
    }

    [Fact]
    public async Task A_recipient_that_is_refused_for_now_is_worth_another_attempt()
    {
        using var server = new MailServer();
        server.Refusals["RCPT TO:<bob"] = "451 greylisted, come again";
        var fault = (await Send(Channel(server) with { Plain = true })).ShouldNotBeNull();
        fault.IsFinal.ShouldBeFalse();
        fault.RetryRecipients.ShouldBe(["bob@example.org"]);
        server.Mails.ShouldHaveSingleItem();
    }

    private static ChannelConfig Channel(MailServer server) =>
        new("Mail", ChannelType.Email, true) { Url = server.Url, From = "sa@example.org", To = ["ann@example.org", "bob@example.org"] };

    private async Task<SendFault?> Send(ChannelConfig channel, bool trust = false)
    {
        var guardedConnections =
            new GuardedConnections((host, _, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(host)])) { Trust = (_, _, _, _) => trust };
        using var noticeSenders = new NoticeSenders(guardedConnections, _secrets, "studio-1", new DeliveryPolicy(), TimeProvider.System);
        return await noticeSenders.Send(channel, One, CancellationToken.None);
    }

    private static (string Head, string Body) Split(string mail)
    {
        var parts = mail.Split("\r\n\r\n", 2);
        return (parts[0], Encoding.UTF8.GetString(Convert.FromBase64String(parts[1])).ReplaceLineEndings("\n"));
    }
}
