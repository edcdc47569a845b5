using System.Globalization;
using MailKit.Net.Smtp;
using MailKit.Security;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

internal sealed class MailSender(GuardedConnections guardedConnections, ISecrets secrets, string server)
{
    private const int SubmissionPort = 587; // RFC 6409
    private const int TlsPort = 465; // RFC 8314
    private const int LongestAnswer = 200;

    /// <returns>The recipients that were refused; at least one was accepted.</returns>
    public async Task<IReadOnlyList<RefusedRecipient>> Send(ChannelConfig channel, Notice notice, CancellationToken stop)
    {
        var url = new Uri(channel.Url!);
        var fromTheStart = url.Scheme == "smtps";
        var port = url.Port > 0 ? url.Port : fromTheStart ? TlsPort : SubmissionPort;
        var security =
            fromTheStart ? SecureSocketOptions.SslOnConnect : channel.Plain ? SecureSocketOptions.None : SecureSocketOptions.StartTls;
        // Connects to an address that media.reach allows, instead of letting MailKit resolve the host.
        await using var stream = await guardedConnections.Connect(url.IdnHost, port, stop);
        using var mailing =
            new Mailing(server, (_, certificate, chain, errors) => guardedConnections.IsTrusted(certificate, chain, errors));
        try
        {
            await mailing.ConnectAsync(stream, url.IdnHost, port, security, stop);
            if (channel.User is { } user)
                await LogIn(mailing, channel, user, stop);
            using var message = MailMessage.Of(channel, notice, server);
            await mailing.SendAsync(message, stop);
        }
        catch (NotSupportedException)
        {
            throw new SendRefusedException(
                "The mail server offers no STARTTLS: use smtps://, or --plain in a trusted network without a password.", isFinal: true);
        }
        catch (SslHandshakeException failure)
        {
            throw new SendRefusedException($"TLS with the mail server failed: {(failure.InnerException ?? failure).Message}",
                isFinal: false);
        }
        catch (SmtpCommandException failure)
        {
            throw new SendRefusedException(Says((int)failure.StatusCode, failure.Message), isFinal: (int)failure.StatusCode >= 500);
        }
        catch (SmtpProtocolException failure)
        {
            throw new SendRefusedException($"The answer is not from a mail server: {Printable(failure.Message)}", isFinal: false);
        }
        await Quit(mailing, stop);
        return mailing.Refused;
    }

    public static string Says(int code, string answer) =>
        string.Create(CultureInfo.InvariantCulture, $"The mail server answered: {code} {Printable(answer)}");

    private async Task LogIn(Mailing mailing, ChannelConfig channel, string user, CancellationToken stop)
    {
        if (!mailing.IsSecure)
            throw new SendRefusedException("A password is sent over TLS only.", isFinal: true);
        var password = await secrets.Open(channel.Secrets["password"], stop)
            ?? throw new SendRefusedException("The secret 'password' was destroyed: set it again.", isFinal: true);
        try
        {
            await mailing.AuthenticateAsync(user, password.Reveal(), stop);
        }
        catch (AuthenticationException failure)
        {
            throw new SendRefusedException($"The mail server refused user and password: {Printable(failure.Message)}", isFinal: true);
        }
    }

    /// <summary>The mail is accepted by now; a failing QUIT does not matter.</summary>
    private static async Task Quit(Mailing mailing, CancellationToken stop)
    {
        try
        {
            await mailing.DisconnectAsync(quit: true, stop);
        }
        catch (Exception gone) when (gone is IOException or SmtpCommandException or SmtpProtocolException)
        {
            // The mail was accepted anyway.
        }
    }

    private static string Printable(string text) => new([.. text.Take(LongestAnswer).Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
