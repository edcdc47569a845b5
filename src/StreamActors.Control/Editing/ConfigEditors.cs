namespace StreamActors.Control;

public sealed record ConfigEditors(InputEditor Inputs, OutputEditor Outputs, AlertRuleEditor Rules, ChannelEditor Channels);
