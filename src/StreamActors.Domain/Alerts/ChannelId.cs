using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The id of a channel: a single part.</summary>
public readonly record struct ChannelId(string Value)
{
    public const string Kind = "channel";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~');
}
