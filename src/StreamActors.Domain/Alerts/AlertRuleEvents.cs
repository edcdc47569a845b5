using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record AlertRuleCreated(AlertRuleConfig Config) : Event;

public sealed record AlertRuleEdited(AlertRuleConfig Config) : Event;

public sealed record AlertRuleRemoved(AlertRuleConfig Config) : Event;
