using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

public sealed record CreateAlertRule(AlertRuleConfig Config) : Command;

/// <summary>The whole rule as it should be; the edge has laid a partial edit over what was there.</summary>
public sealed record EditAlertRule(AlertRuleConfig Config) : Command;

/// <summary>A rule that came with the program is as it was shipped again.</summary>
public sealed record RemoveAlertRule : Command;
