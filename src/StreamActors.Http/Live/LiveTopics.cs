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
