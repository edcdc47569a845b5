namespace StreamActors.Testing.Peers;

/// <summary>Polls for something that other programs do in their own time, and explains a timeout.</summary>
public static class Eventually
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    public static Task Is(Func<bool> condition, Func<string> otherwise, TimeSpan? timeout = null) =>
        Is(() => Task.FromResult(condition()), otherwise, timeout);

    public static async Task Is(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan? timeout = null)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)((timeout ?? Timeout).TotalSeconds * TimeProvider.System.TimestampFrequency);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
                throw new TimeoutException(otherwise());
            await look.WaitForNextTickAsync();
        }
    }
}
