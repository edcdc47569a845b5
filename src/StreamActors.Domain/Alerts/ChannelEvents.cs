using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record ChannelCreated(ChannelConfig Config) : Event;

public sealed record ChannelEdited(ChannelConfig Config) : Event;

public sealed record ChannelRemoved(ChannelConfig Config) : Event;
