using System.Text.Json;
using System.Text.Json.Serialization;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>The body of a webhook. Its names are a promise to receivers: they only grow.</summary>
/// <param name="Id">The same for each attempt to send the same: a receiver that has it drops the repeat.</param>
/// <param name="Status">firing where at least one of them fires, otherwise resolved.</param>
/// <param name="Server">The node that sends.</param>
internal sealed record WebhookMessage(int Version, string Id, DateTimeOffset At, bool Test, string Status, string Server, IReadOnlyList<WebhookAlert> Alerts)
{
    /// <summary>The same bytes for the same notice, so that a repeat can be compared.</summary>
    public static byte[] Of(Notice notice, string server)
    {
        IReadOnlyList<WebhookAlert> alerts = [.. notice.Items.Select(WebhookAlert.Of)];
        return JsonSerializer.SerializeToUtf8Bytes(
            new WebhookMessage(1, notice.Id, notice.At, notice.Items.IsEmpty, notice.Items.Any(i => i.Firing) ? "firing" : "resolved", server, alerts), WebhookJson.Default.WebhookMessage);
    }
}

/// <param name="State">firing or resolved.</param>
/// <param name="Again">It was told before, and nobody has acknowledged it.</param>
/// <param name="Why">Why it is resolved.</param>
internal sealed record WebhookAlert(string Id, string Rule, string Subject, string Severity, string State, string Summary, DateTimeOffset Since, bool Again, string? Why)
{
    public static WebhookAlert Of(NoticeItem item) => new(
        item.Alert, AlertId.TryParse(item.Alert, out var id) ? id.Rule : "", id.Subject.ToString(), Words.Severity(item.Severity), item.Firing ? "firing" : "resolved", item.Summary, item.Since, item.Again, item.Why);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookJson : JsonSerializerContext;
