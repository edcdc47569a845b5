using System.Net.Security;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace StreamActors.Control;

/// <summary>One SMTP session. A refused recipient does not keep the mail from the others.</summary>
internal sealed class Mailing : SmtpClient
{
    public Mailing(string server, RemoteCertificateValidationCallback isTrusted)
    {
        LocalDomain = server;
        ServerCertificateValidationCallback = isTrusted;
        // Revocation lists would be downloaded from a URL in the certificate, bypassing media.reach.
        CheckCertificateRevocation = false;
    }

    public List<RefusedRecipient> Refused { get; } = [];

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Refused.Add(new RefusedRecipient(mailbox.Address, MailSender.Says((int)response.StatusCode, response.Response),
        (int)response.StatusCode >= 500));

    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new SendRefusedException(string.Join(" ", Refused.GroupBy(r => r.Says, StringComparer.Ordinal)
        .Select(g => $"{string.Join(", ", g.Select(r => r.Address))}: {g.Key}")), isFinal: Refused.TrueForAll(r => r.IsFinal));

    /// <summary>No delivery receipts are requested.</summary>
    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MailboxAddress mailbox) => null;
}

/// <summary>A recipient that was refused while others got the mail.</summary>
/// <param name="IsFinal">A retry would be refused too.</param>
internal sealed record RefusedRecipient(string Address, string Says, bool IsFinal);
