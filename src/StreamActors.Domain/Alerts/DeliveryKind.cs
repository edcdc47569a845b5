using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>Registers deliveries: the entity kind and its stored names.</summary>
public static class DeliveryKind
{
    public static EntityKind Kind => new(DeliveryId.Kind, new DeliveryDecider());

    public static Vocabulary AddDeliveries(this Vocabulary vocabulary) => vocabulary
        .Add("delivery-plan", 1, static () => DeliveryJson.Default.PlanNotice)
        .Add("delivery-confirm", 1, static () => DeliveryJson.Default.ConfirmNotice)
        .Add("delivery-abandon", 1, static () => DeliveryJson.Default.AbandonNotice)
        .Add("delivery-clear", 1, static () => DeliveryJson.Default.ClearDelivery)
        .Add("delivery-planned", 1, static () => DeliveryJson.Default.NoticePlanned)
        .Add("delivery-sent", 1, static () => DeliveryJson.Default.NoticeSent)
        .Add("delivery-abandoned", 1, static () => DeliveryJson.Default.NoticeAbandoned)
        .Add("delivery-cleared", 1, static () => DeliveryJson.Default.DeliveryCleared)
        .Add("delivery-order", 1, static () => DeliveryJson.Default.DeliveryState)
        .Add("delivery-live", 1, static () => DeliveryJson.Default.DeliveryLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanNotice))]
[JsonSerializable(typeof(ConfirmNotice))]
[JsonSerializable(typeof(AbandonNotice))]
[JsonSerializable(typeof(ClearDelivery))]
[JsonSerializable(typeof(NoticePlanned))]
[JsonSerializable(typeof(NoticeSent))]
[JsonSerializable(typeof(NoticeAbandoned))]
[JsonSerializable(typeof(DeliveryCleared))]
[JsonSerializable(typeof(DeliveryState))]
[JsonSerializable(typeof(DeliveryLive))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
