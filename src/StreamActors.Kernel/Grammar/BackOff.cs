namespace StreamActors.Kernel;

/// <summary>A growing delay with jitter. The caller supplies the random number, so that it can be tested.</summary>
public sealed record BackOff(TimeSpan Min, TimeSpan Max, double Factor = 2, double Jitter = 0.2)
{
    /// <param name="attempt">1 for the first.</param>
    /// <param name="chance">From 0 to below 1.</param>
    public TimeSpan Delay(int attempt, double chance)
    {
        var steady = Math.Min(Min.TotalMilliseconds * Math.Pow(Factor, Math.Max(0, attempt - 1)), Max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Min(steady * (1 + Jitter * ((2 * chance) - 1)), Max.TotalMilliseconds));
    }
}
