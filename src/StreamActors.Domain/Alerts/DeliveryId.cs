using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The messages of one channel; its id is the channel's.</summary>
public readonly record struct DeliveryId(string Channel)
{
    public const string Kind = "delivery";

    public EntityId EntityId => new(Kind, Channel);
}
