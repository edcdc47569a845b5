namespace StreamActors.Http;

[Flags]
internal enum LiveTopics
{
    None = 0,
    Inputs = 1,
    Outputs = 2,
    States = 4,
    Alerts = 8,
    All = Inputs | Outputs | States | Alerts,
}

/// <summary>What a client asked for: clients that ask for the same get the same messages.</summary>
/// <param name="Columns">Metrics as rows of numbers, and states only when they change.</param>
internal readonly record struct LiveForm(LiveTopics Topics, bool Columns = false);
