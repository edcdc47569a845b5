namespace StreamActors.Cli;

/// <summary>ANSI colours, if the terminal supports them.</summary>
internal sealed class AnsiStyle(bool on)
{
    private const string Green = "32", Yellow = "33", Red = "31", Faint = "2", Strong = "1";

    public string Head(string text) => Of(Strong, text);

    public string Aside(string text) => Of(Faint, text);

    public string Phase(string phase, string text) => Of(phase switch
    {
        "on-air" or "up" or "ok" or "healthy" or "resolved" => Green,
        "stalled" or "backing-off" or "parked" or "failed" or "unhealthy" or "down" or "unreachable" or "firing" or "trying" or "resting" =>
            Red,
        "idle" => Faint,
        _ => Yellow,
    }, text);

    private string Of(string code, string text) => on && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
