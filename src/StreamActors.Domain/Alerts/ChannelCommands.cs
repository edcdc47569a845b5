using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

public sealed record CreateChannel(ChannelConfig Config) : Command;

/// <summary>The whole new channel; the API has already merged a partial edit.</summary>
public sealed record EditChannel(ChannelConfig Config) : Command;

public sealed record RemoveChannel : Command;
