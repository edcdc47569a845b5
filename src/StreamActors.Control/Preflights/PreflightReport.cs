using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>The checks of one address so far, each with the time since the one before.</summary>
public sealed class PreflightReport(TimeProvider time) : IPreflightReport
{
    private static readonly string[] Results = ["ok", "warn", "fail"];

    private readonly List<PreflightCheckView> _checks = [];
    private readonly long _began = time.GetTimestamp();
    private long _last = time.GetTimestamp();

    public IReadOnlyList<string> Streams { get; set; } = [];

    public void Ok(string name, string text) => Add(name, 0, text, null);

    public void Warn(string name, string text, string? cure) => Add(name, 1, text, cure);

    public void Fail(string name, string text, string? cure) => Add(name, 2, text, cure);

    public PreflightView View => new(
        Results[_checks.Count == 0 ? 0 : _checks.Max(c => Array.IndexOf(Results, c.Result))], _checks, Streams, Since(_began));

    private void Add(string name, int result, string text, string? cure)
    {
        _checks.Add(new PreflightCheckView(name, Results[result], text, cure, Since(_last)));
        _last = time.GetTimestamp();
    }

    private double Since(long at) => Math.Round(time.GetElapsedTime(at).TotalSeconds, 3);
}
