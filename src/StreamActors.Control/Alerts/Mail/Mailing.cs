using System.Net.Security;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace StreamActors.Control;

/// <summary>One conversation with a mail server. A recipient that it refuses does not keep the mail from the others.</summary>
internal sealed class Mailing : SmtpClient
{
    public Mailing(string server, RemoteCertificateValidationCallback isTrusted)
    {
        LocalDomain = server;
        ServerCertificateValidationCallback = isTrusted;
        // It would be fetched from wherever the certificate says, past media.reach.
        CheckCertificateRevocation = false;
    }

    public List<RefusedRecipient> Refused { get; } = [];

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Refused.Add(new RefusedRecipient(mailbox.Address, MailSender.Says((int)response.StatusCode, response.Response), (int)response.StatusCode >= 500));

    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new SendRefusedException(string.Join(" ", Refused.GroupBy(r => r.Says, StringComparer.Ordinal).Select(g => $"{string.Join(", ", g.Select(r => r.Address))}: {g.Key}")), isFinal: Refused.TrueForAll(r => r.IsFinal));

    /// <summary>The Message-ID, by which a repeat is known, is enough: no receipts are asked for.</summary>
    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MailboxAddress mailbox) => null;
}

/// <summary>Who does not get a mail that others have got.</summary>
/// <param name="IsFinal">The same again would be refused again.</param>
internal sealed record RefusedRecipient(string Address, string Says, bool IsFinal);
