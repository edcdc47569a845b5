using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Alerts;

/// <summary>One mail over one connection.</summary>
internal sealed class MailSender(Outgoing outgoing, ISecrets secrets, string server)
{
    private const int SubmissionPort = 587; // RFC 6409
    private const int TlsPort = 465; // RFC 8314

    public async Task Send(ChannelConfig channel, Notice notice, CancellationToken stop)
    {
        var url = new Uri(channel.Url!);
        var fromTheStart = url.Scheme == "smtps";
        var port = url.Port > 0 ? url.Port : fromTheStart ? TlsPort : SubmissionPort;
        await using var smtp = new Smtp(await outgoing.Connect(url.IdnHost, port, stop), url.IdnHost, outgoing.IsTrusted);
        if (fromTheStart)
            await smtp.Secure(stop);
        await smtp.Greet(server, stop);
        if (!fromTheStart && !channel.Plain)
            await smtp.StartTls(server, stop);
        if (channel.User is { } user)
        {
            var password = await secrets.Open(channel.Secrets["password"], stop) ?? throw new SendRefusedException("Its secret 'password' was destroyed: set it anew.", isFinal: true);
            await smtp.LogIn(user, password, stop);
        }
        await smtp.Send(channel.From!, channel.To, MailMessage.Of(channel, notice, server), stop);
        await smtp.Quit(stop);
    }
}
