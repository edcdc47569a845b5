using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>Registers reservations: the entity kind and its stored names.</summary>
public static class ReservationKind
{
    public static EntityKind Kind => new(ReservationId.Kind, new ReservationDecider()) { IsWanted = ReservationDecider.IsWanted };

    public static Vocabulary AddReservations(this Vocabulary vocabulary) => vocabulary
        .Add("reservation-reserve", 1, static () => ReservationJson.Default.Reserve)
        .Add("reservation-confirm", 1, static () => ReservationJson.Default.Confirm)
        .Add("reservation-release", 1, static () => ReservationJson.Default.Release)
        .Add("reservation-lapse", 1, static () => ReservationJson.Default.Lapse)
        .Add("reservation-reserved", 1, static () => ReservationJson.Default.Reserved)
        .Add("reservation-confirmed", 1, static () => ReservationJson.Default.Confirmed)
        .Add("reservation-released", 1, static () => ReservationJson.Default.Released)
        .Add("reservation-lapsed", 1, static () => ReservationJson.Default.Lapsed)
        .Add("reservation-order", 2, static () => ReservationJson.Default.ReservationState)
        .Upcast("reservation-order", 1, static order => // knew no attempts: one without a name held it until a time, or its owner lastingly
        {
            var attempts = new JsonObject();
            if (order.Remove("until", out var until) && until is not null)
                attempts[""] = until;
            order["grips"] = new JsonObject { ["attempts"] = attempts, ["isLasting"] = order.ContainsKey("owner") && attempts.Count == 0 };
            return order;
        })
        .Add("reservation-live", 1, static () => ReservationJson.Default.ReservationLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Reserve))]
[JsonSerializable(typeof(Confirm))]
[JsonSerializable(typeof(Release))]
[JsonSerializable(typeof(Lapse))]
[JsonSerializable(typeof(Reserved))]
[JsonSerializable(typeof(Confirmed))]
[JsonSerializable(typeof(Released))]
[JsonSerializable(typeof(Lapsed))]
[JsonSerializable(typeof(ReservationState))]
[JsonSerializable(typeof(ReservationLive))]
internal sealed partial class ReservationJson : JsonSerializerContext;
