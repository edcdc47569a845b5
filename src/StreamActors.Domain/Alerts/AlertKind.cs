using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>Registers alerts: the entity kind and its stored names.</summary>
public static class AlertKind
{
    public static EntityKind Kind => new(AlertId.Kind, new AlertDecider());

    public static Vocabulary AddAlertsAlone(this Vocabulary vocabulary) => vocabulary
        .Add("alert-raise", 1, static () => AlertJson.Default.RaiseAlert)
        .Add("alert-resolve", 1, static () => AlertJson.Default.ResolveAlert)
        .Add("alert-acknowledge", 1, static () => AlertJson.Default.AcknowledgeAlert)
        .Add("alert-silence", 1, static () => AlertJson.Default.SilenceAlert)
        .Add("alert-unsilence", 1, static () => AlertJson.Default.UnsilenceAlert)
        .Add("alert-fired", 1, static () => AlertJson.Default.AlertFired)
        .Add("alert-resolved", 1, static () => AlertJson.Default.AlertResolved)
        .Add("alert-acknowledged", 1, static () => AlertJson.Default.AlertAcknowledged)
        .Add("alert-silenced", 1, static () => AlertJson.Default.AlertSilenced)
        .Add("alert-unsilenced", 1, static () => AlertJson.Default.AlertUnsilenced)
        .Add("alert-order", 1, static () => AlertJson.Default.AlertState)
        .Add("alert-live", 1, static () => AlertJson.Default.AlertLive)
        .Add("alert-pending", 1, static () => AlertJson.Default.PendingAlert)
        .Add("host-figures", 1, static () => AlertJson.Default.HostFigures);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RaiseAlert))]
[JsonSerializable(typeof(ResolveAlert))]
[JsonSerializable(typeof(AcknowledgeAlert))]
[JsonSerializable(typeof(SilenceAlert))]
[JsonSerializable(typeof(UnsilenceAlert))]
[JsonSerializable(typeof(AlertFired))]
[JsonSerializable(typeof(AlertResolved))]
[JsonSerializable(typeof(AlertAcknowledged))]
[JsonSerializable(typeof(AlertSilenced))]
[JsonSerializable(typeof(AlertUnsilenced))]
[JsonSerializable(typeof(AlertState))]
[JsonSerializable(typeof(AlertLive))]
[JsonSerializable(typeof(PendingAlert))]
[JsonSerializable(typeof(HostFigures))]
internal sealed partial class AlertJson : JsonSerializerContext;
