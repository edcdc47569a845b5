using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>Every stored name of the slice.</summary>
public static class AlertWords
{
    public static Vocabulary AddAlerts(this Vocabulary vocabulary) => vocabulary.AddAlertsAlone().AddAlertRules().AddChannels().AddDeliveries();
}
