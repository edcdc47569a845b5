namespace StreamActors.Control;

/// <summary>The editor of each kind of configured entity.</summary>
public sealed record Desks(InputDesk Inputs, OutputDesk Outputs, AlertRuleDesk Rules, ChannelDesk Channels);
