namespace StreamActors.Api;

/// <summary>Where each kind of configured thing is created and edited.</summary>
internal sealed record Desks(InputDesk Inputs, OutputDesk Outputs, AlertRuleDesk Rules, ChannelDesk Channels);
