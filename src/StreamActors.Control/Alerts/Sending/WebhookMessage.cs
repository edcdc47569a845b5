using System.Text.Json;
using System.Text.Json.Serialization;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>The body of a webhook. A public contract: fields are only added.</summary>
/// <param name="Id">The same for each attempt, so that a receiver can drop repeats.</param>
/// <param name="Status">firing if at least one alert fires, otherwise resolved.</param>
/// <param name="Server">The sending node.</param>
internal sealed record WebhookMessage(int Version, string Id, DateTimeOffset At, bool Test, string Status, string Server,
    IReadOnlyList<WebhookAlert> Alerts)
{
    /// <summary>Deterministic: the same notice gives the same bytes.</summary>
    public static byte[] Of(Notice notice, string server)
    {
        IReadOnlyList<WebhookAlert> alerts = [.. notice.Items.Select(WebhookAlert.Of)];
        return JsonSerializer.SerializeToUtf8Bytes(
            new WebhookMessage(1, notice.Id, notice.At, notice.Items.IsEmpty, notice.Items.Any(i => i.Firing) ? "firing" : "resolved",
                server, alerts), WebhookJson.Default.WebhookMessage);
    }
}

/// <param name="State">firing or resolved.</param>
/// <param name="Again">Sent before and not acknowledged since.</param>
/// <param name="Why">Why it was resolved.</param>
internal sealed record WebhookAlert(string Id, string Rule, string Subject, string Severity, string State, string Summary,
    DateTimeOffset Since, bool Again, string? Why)
{
    public static WebhookAlert Of(NoticeItem item) => new(
        item.Alert, AlertId.TryParse(item.Alert, out var id) ? id.Rule : "", id.Subject.ToString(), AlertText.Severity(item.Severity),
        item.Firing ? "firing" : "resolved", item.Summary, item.Since, item.Again, item.Why);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookJson : JsonSerializerContext;
