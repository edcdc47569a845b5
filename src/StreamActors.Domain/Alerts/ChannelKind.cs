using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>Registers channels: the entity kind and its stored names.</summary>
public static class ChannelKind
{
    public static EntityKind Kind => new(ChannelId.Kind, new ChannelDecider());

    public static Vocabulary AddChannels(this Vocabulary vocabulary) => vocabulary
        .Add("channel-create", 1, static () => ChannelJson.Default.CreateChannel)
        .Add("channel-edit", 1, static () => ChannelJson.Default.EditChannel)
        .Add("channel-remove", 1, static () => ChannelJson.Default.RemoveChannel)
        .Add("channel-created", 1, static () => ChannelJson.Default.ChannelCreated)
        .Add("channel-edited", 1, static () => ChannelJson.Default.ChannelEdited)
        .Add("channel-removed", 1, static () => ChannelJson.Default.ChannelRemoved)
        .Add("channel-order", 1, static () => ChannelJson.Default.ChannelState)
        .Add("channel-live", 1, static () => ChannelJson.Default.ChannelLive)
        .Add("channel-health", 1, static () => ChannelJson.Default.ChannelHealth);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateChannel))]
[JsonSerializable(typeof(EditChannel))]
[JsonSerializable(typeof(RemoveChannel))]
[JsonSerializable(typeof(ChannelCreated))]
[JsonSerializable(typeof(ChannelEdited))]
[JsonSerializable(typeof(ChannelRemoved))]
[JsonSerializable(typeof(ChannelState))]
[JsonSerializable(typeof(ChannelLive))]
[JsonSerializable(typeof(ChannelHealth))]
internal sealed partial class ChannelJson : JsonSerializerContext;
