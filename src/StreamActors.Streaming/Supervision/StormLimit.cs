namespace StreamActors.Streaming;

/// <summary>When many want to start at once, each gets its turn: so many a second, in the order they came.</summary>
/// <param name="perSecond">Asked at every turn: the share of this node changes with the cluster.</param>
internal sealed class StormLimit(Func<double> perSecond, TimeProvider time)
{
    private const int AtOnce = 4;

    private readonly Lock _gate = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _next = TimeSpan.FromDays(-1); // long ago: the first few have their turn at once

    public async Task Turn(CancellationToken stop)
    {
        var wait = Reserve();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, stop);
    }

    internal TimeSpan Reserve()
    {
        var gap = TimeSpan.FromSeconds(1 / Math.Max(0.01, perSecond()));
        lock (_gate)
        {
            var now = time.GetElapsedTime(_began); // the wall clock may be set back, and everybody would wait for it
            var earliest = now - ((AtOnce - 1) * gap);
            _next = (_next < earliest ? earliest : _next) + gap;
            return _next - gap - now;
        }
    }
}
