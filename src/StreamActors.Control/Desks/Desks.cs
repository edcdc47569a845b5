namespace StreamActors.Control;

public sealed record Desks(InputDesk Inputs, OutputDesk Outputs, AlertRuleDesk Rules, ChannelDesk Channels);
