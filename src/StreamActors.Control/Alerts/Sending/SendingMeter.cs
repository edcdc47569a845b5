using System.Diagnostics.Metrics;

namespace StreamActors.Control;

internal static class SendingMeter
{
    private static readonly Meter Meter = new("StreamActors.Alerts");
    private static readonly Counter<long> SentCount =
        Meter.CreateCounter<long>("streamactors.notices.sent", description: "Messages that a channel accepted.");
    private static readonly Counter<long> FailedCount =
        Meter.CreateCounter<long>("streamactors.notices.failed", description: "Attempts to send a message that failed.");

    private static readonly Counter<long> RefusedCount = Meter.CreateCounter<long>(
        "streamactors.notices.recipients.refused", description: "Recipients that a mail server refused while others got the message.");

    public static void Refused(string channel, int recipients) =>
        RefusedCount.Add(recipients, new KeyValuePair<string, object?>("channel", channel));

    public static void Sent(string channel) => SentCount.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public static void Failed(string channel) => FailedCount.Add(1, new KeyValuePair<string, object?>("channel", channel));
}
