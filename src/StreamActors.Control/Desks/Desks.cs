namespace StreamActors.Control;

/// <summary>Where each kind of configured thing is created and edited.</summary>
public sealed record Desks(InputDesk Inputs, OutputDesk Outputs, AlertRuleDesk Rules, ChannelDesk Channels);
