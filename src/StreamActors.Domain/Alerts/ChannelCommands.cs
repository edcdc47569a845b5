using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

public sealed record CreateChannel(ChannelConfig Config) : Command;

/// <summary>The whole channel as it should be; the edge has laid a partial edit over what was there.</summary>
public sealed record EditChannel(ChannelConfig Config) : Command;

public sealed record RemoveChannel : Command;
