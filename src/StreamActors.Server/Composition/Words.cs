using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Every kind this program hosts, and every word it stores.</summary>
internal static class Words
{
    public static IEnumerable<EntityKind> Kinds => [ReservationKind.Kind];

    public static Vocabulary Vocabulary() => new Vocabulary().AddReservations().AddFollowing();
}
