using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The stored names of alerts, rules, channels and deliveries.</summary>
public static class AlertWords
{
    public static Vocabulary AddAlerts(this Vocabulary vocabulary) =>
        vocabulary.AddAlertsAlone().AddAlertRules().AddChannels().AddDeliveries();
}
