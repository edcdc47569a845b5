using StreamActors.Domain;
using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>All entity kinds of this program and all stored names.</summary>
internal static class Words
{
    /// <param name="workloads">The kind whose effects need the media engine.</param>
    public static IEnumerable<EntityKind> Kinds(EntityKind workloads) =>
        [ReservationKind.Kind, InputKind.Kind, OutputKind.Kind, KeyKind.Kind, UserKind.Kind, SigningKind.Kind, AlertKind.Kind,
        AlertRuleKind.Kind, ChannelKind.Kind, DeliveryKind.Kind, workloads];

    /// <summary>Followers: work across entities, driven by an outbox.</summary>
    public static IEnumerable<IFollower> Followers => [new InputReactor(), new OutputReactor()];

    public static Vocabulary Vocabulary() => new Vocabulary().AddDomain().AddFollowing();
}
