namespace StreamActors.Benchmarks;

/// <summary>Polls other processes, and retries, at a limited rate.</summary>
internal static class Pace
{
    public static async Task Once(double milliseconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        await timer.WaitForNextTickAsync();
    }

    public static async Task Until(Func<bool> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
            await look.WaitForNextTickAsync();
    }
}
