using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

public sealed record CreateAlertRule(AlertRuleConfig Config) : Command;

/// <summary>The whole new rule; the API has already merged a partial edit.</summary>
public sealed record EditAlertRule(AlertRuleConfig Config) : Command;

/// <summary>A shipped rule returns to its shipped configuration.</summary>
public sealed record RemoveAlertRule : Command;
