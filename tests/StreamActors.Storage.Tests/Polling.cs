using System.Diagnostics;

namespace StreamActors.Storage.Tests;

/// <summary>Polls a database until a condition holds; with a limit, so that a test fails instead of hanging.</summary>
public static class Polling
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    public static async Task Until(Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(started) > Most)
                throw new TimeoutException("It has not come about.");
        }
    }
}
